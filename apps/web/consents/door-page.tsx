import { assetUrl, ButtonLink, Actions, Layout, Lead, type PageFrame } from '../ui/index.ts';
import { doorText } from './door-text.ts';
import { consentText } from './text.ts';

/** The collectors' page: an island that works without a network once it was opened; without script it leads to paper. */
export function DoorPage(props: { page: PageFrame; consent: { id: string; question: string }; personId: string }) {
  const { page, consent } = props;
  const t = doorText[page.lang];
  const here = `${page.base}/consents/${consent.id}`;
  const script = assetUrl('consent.js');
  return (
    <Layout page={page} title={t.title} crumbs={[{ label: consent.question, href: here }]}>
      <Lead>{t.lead}</Lead>
      <div
        id="door"
        data-consent={consent.id}
        data-url={`${here}/door`}
        data-worker={`${page.base}/consents/worker.js`}
        data-scope={`${page.base}/consents/`}
        data-person={props.personId}
        data-words={JSON.stringify(t)}
      />
      <noscript>
        <p class="reason ask">{t.noScript}</p>
        <Actions>
          <ButtonLink href={`${here}/forms.pdf`} word>
            {consentText[page.lang].forms}
          </ButtonLink>
        </Actions>
      </noscript>
      {script !== undefined && <script src={script} defer />}
    </Layout>
  );
}
