import {
  Actions,
  ButtonLink,
  dayText,
  Empty,
  KeyValues,
  Layout,
  Lead,
  Money,
  type PageFrame,
  Progress,
  Section,
  Soft,
  State,
  StatTable,
  yuanText,
} from '../ui/index.ts';
import { booksText, sourceKindWords } from '../books/text.ts';
import { categoryWords } from '../books/view.ts';
import type { SourcesView } from './load.ts';
import type { PartProps } from './part.ts';
import { ShortfallPart } from './shortfall-part.tsx';
import { sourcesText } from './text.ts';
import { TranchePart } from './tranche-part.tsx';

/** Every source of a project: what it may pay and when, its figures, the terms of its kind, what happens when it falls short. */
export function SourcesPage({ page, view }: { page: PageFrame; view: SourcesView }) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const b = booksText[lang];
  const { project } = view;
  return (
    <Layout
      page={page}
      title={t.title}
      crumbs={[
        { label: project.title, href: `${base}/projects/${project.id}` },
        { label: b.account, href: `${base}/projects/${project.id}/account` },
      ]}
    >
      <Lead>{t.lead}</Lead>
      {view.sources.length === 0 && <Empty title={b.noSourcesTitle}>{b.noSourcesBody}</Empty>}
      {view.sources.map((source) => (
        <OneSource page={page} view={view} source={source} />
      ))}
      {view.sources.length > 0 && (
        <Actions>
          <ButtonLink kind="quiet" href={`${base}/projects/${project.id}/receipts`}>
            {t.toReceipts}
          </ButtonLink>
        </Actions>
      )}
    </Layout>
  );
}

function OneSource({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const b = booksText[lang];
  const { award } = source;
  return (
    <Section
      title={award.name}
      id={`a-${award.awardId}`}
      action={view.may('award.read') ? <a href={`${base}/awards/${award.awardId}`}>{t.ledger}</a> : undefined}
    >
      <p>
        <State tone="plain">{sourceKindWords(award.sourceKind, lang)}</State> {award.state === 'closed' && <State>{b.closed}</State>}{' '}
        {/* The reason may end in what the badge says. */}
        {award.onHold && <State tone="wait">{t.onHold}</State>} {award.onHold && <span class="soft">{award.onHold.replace(/，暂不能用$/, '')}</span>}
      </p>
      <StatTable
        items={[
          { label: b.pledged, value: <Money fen={award.pledgedFen} /> },
          { label: b.received, value: <Money fen={award.receivedFen} /> },
          { label: b.reserved, value: <Money fen={award.reservedFen} /> },
          { label: b.spent, value: <Money fen={award.spentFen} /> },
          { label: b.returned, value: <Money fen={award.returnedFen} /> },
          ...(award.advancedFen > 0n ? [{ label: t.advanced, value: <Money fen={award.advancedFen} /> }] : []),
        ]}
      />
      <KeyValues
        items={[
          [t.planned, <Money fen={award.plannedFen} />],
          [t.mayPay, award.categories.map((category) => categoryWords(view.categories, category, lang)).join('、')],
          [t.validity, t.fromTo(dayText(award.validFrom, lang), dayText(award.validTo, lang))],
        ]}
      />
      {award.sourceKind === 'grant' && <TranchePart page={page} view={view} source={source} />}
      {award.sourceKind === 'common' && <Decisions page={page} view={view} source={source} />}
      {['partner', 'property', 'in_kind'].includes(award.sourceKind) && <Agreements page={page} view={view} source={source} />}
      {award.sourceKind === 'crowd' && <Drive page={page} view={view} source={source} />}
      {award.sourceKind === 'in_kind' && view.may('source.read-papers') && (
        <p>
          <a href={`${base}/awards/${award.awardId}/goods`}>{t.goods}</a>
        </p>
      )}
      {award.sourceKind === 'household' && view.may('receipts.read-names') && (
        <p>
          <a href={`${base}/awards/${award.awardId}/households`}>{t.openHouseholds}</a>
        </p>
      )}
      {(award.sourceKind !== 'grant' || source.rule !== null) && <ShortfallPart page={page} view={view} source={source} />}
      {view.goesBack && award.state === 'open' && award.sourceKind !== 'grant' && award.availableFen > 0n && view.may('money.refund') && (
        <Actions>
          <ButtonLink kind="quiet" href={`${base}/awards/${award.awardId}/refund`}>
            {t.refund}
          </ButtonLink>
        </Actions>
      )}
    </Section>
  );
}

function Decisions({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const here = `${base}/awards/${source.award.awardId}`;
  const inForce = source.decisions.filter((each) => each.withdrawnReason === null);
  return (
    <>
      <h3>{t.decisions}</h3>
      {inForce.length === 0 && <Soft>{t.noDecision}</Soft>}
      {inForce.map((each) => (
        <KeyValues
          items={[
            [t.granted, <Money fen={each.grantedFen} />],
            [t.decidedOn, dayText(each.decidedOn, lang)],
            [t.decisionText, each.text],
            [
              t.byBallot,
              each.ballotId && view.may('source.read-papers') ? (
                <a href={`${base}/ballots/${each.ballotId}`}>{t.ballot}</a>
              ) : each.ballotId ? (
                t.ballot
              ) : undefined,
            ],
            [
              t.byPaper,
              each.count ? (
                <>
                  {t.headsLine(each.count.headsPart, each.count.headsAll, each.count.headsYes)}{' '}
                  {view.may('source.read-papers') && <a href={`${here}/papers/${each.id}`}>{t.openPaper}</a>}
                </>
              ) : undefined,
            ],
          ]}
        />
      ))}
      {view.moves && view.may('source.record') && (
        <Actions>
          <ButtonLink kind={inForce.length === 0 ? 'primary' : 'quiet'} href={`${here}/decision`}>
            {t.recordDecision}
          </ButtonLink>
        </Actions>
      )}
    </>
  );
}

function Agreements({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const here = `${base}/awards/${source.award.awardId}`;
  const [inForce] = source.agreements;
  if (!inForce && source.award.sourceKind === 'in_kind' && !view.may('source.record')) return null;
  return (
    <>
      <h3>{t.agreements}</h3>
      {inForce ? (
        <KeyValues
          items={[
            [t.agreedAmount, <Money fen={inForce.amountFen} />],
            [t.signedOn, dayText(inForce.signedOn, lang)],
            [t.validity, t.fromTo(dayText(inForce.validFrom, lang), dayText(inForce.validTo, lang))],
            [t.purpose, inForce.purpose],
            [t.agreementFile, view.may('source.read-papers') ? <a href={`${here}/papers/${inForce.id}`}>{t.openPaper}</a> : undefined],
          ]}
        />
      ) : (
        <Soft>{t.noAgreement}</Soft>
      )}
      {view.moves && view.may('source.record') && (
        <Actions>
          <ButtonLink kind="quiet" href={`${here}/agreement`}>
            {t.recordAgreement}
          </ButtonLink>
        </Actions>
      )}
    </>
  );
}

function Drive({ page, view, source }: PartProps) {
  const { lang, base } = page;
  const t = sourcesText[lang];
  const { drive, award } = source;
  const href = `${base}/awards/${award.awardId}/crowd`;
  const gotFen = award.receivedFen - award.returnedFen;
  return (
    <>
      <h3>{t.crowd}</h3>
      {drive ? (
        <>
          <Progress
            value={Number((gotFen > drive.goalFen ? drive.goalFen : gotFen) / 100n)}
            max={Number(drive.goalFen / 100n) || 1}
            label={t.progress(yuanText(gotFen), yuanText(drive.goalFen))}
          />
          <p>
            <State tone={drive.state === 'reached' || drive.state === 'kept' ? 'good' : 'wait'}>{t[`drive-${drive.state}`]}</State>{' '}
            {t.fromTo(dayText(drive.opensOn, lang), dayText(drive.lastDay, lang))} <a href={href}>{t.toDrive}</a>
          </p>
        </>
      ) : (
        <Soft>{t.noDrive}</Soft>
      )}
      {!drive && view.moves && view.may('crowd.open') && (
        <Actions>
          <ButtonLink href={href}>{t.openDrive}</ButtonLink>
        </Actions>
      )}
    </>
  );
}
