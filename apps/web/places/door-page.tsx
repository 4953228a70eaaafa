import type { Ballot } from '#modules/ballots';
import type { Matter } from '#modules/matters';
import type { Meeting } from '#modules/meetings';
import type { Organisation, RoleAssignment } from '#modules/people';
import type { Door } from '#modules/places';
import { ballotText } from '../ballots/text.ts';
import { kitText } from '../kit/index.ts';
import { titleWords } from '../matters/view.ts';
import {
  Actions,
  Button,
  ButtonLink,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  instantText,
  KeyValues,
  Layout,
  Lead,
  type PageFrame,
  Section,
  Soft,
  TextField,
} from '../ui/index.ts';
import { doorText } from './door-text.ts';
import { placesText } from './text.ts';

/** What the code on the wall opens, for everybody. */
export interface DoorView {
  page: PageFrame;
  door: Door;
  matters: readonly Matter[];
  meetings: readonly Meeting[];
  /** Open now: from the door to a cast vote in three taps. */
  ballots: readonly Ballot[];
  roles: readonly RoleAssignment[];
  organisations: readonly Organisation[];
  reader: { signedIn: boolean; boundHere: boolean };
  errors?: FormErrors;
  values?: FormValues;
}

export function DoorPage(view: DoorView) {
  const { page, door } = view;
  const { lang, base } = page;
  const t = doorText[lang];
  const p = placesText[lang];
  const b = ballotText[lang];
  return (
    <Layout page={page} title={door.kind === 'neighbourhood' ? door.neighbourhoodName : `${door.neighbourhoodName} ${door.label}`}>
      <Lead>{t.lead(door.neighbourhoodName)}</Lead>
      <Actions>
        <ButtonLink href={`${base}/matters/new?door=${door.code}`}>{t.raise}</ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/n/${door.neighbourhoodCode}`}>
          {t.neighbourhoodPage}
        </ButtonLink>
      </Actions>
      {view.ballots.length > 0 && (
        <Section title={b.running}>
          <ul>
            {view.ballots.map((ballot) => (
              <li>
                <a href={`${base}/ballots/${ballot.id}`}>
                  <b>{ballot.question}</b>
                </a>{' '}
                <span class="soft">{b.until(instantText(ballot.closesAt, lang, 'weekday'))}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.discussed} action={<a href={`${base}/n/${door.neighbourhoodCode}/matters`}>{p.allMatters}</a>}>
        {view.matters.length === 0 ? (
          <Soft>{t.nothing}</Soft>
        ) : (
          <ul>
            {view.matters.map((matter) => (
              <li>
                <a href={`${base}/matters/${matter.id}`}>{titleWords(matter, lang)}</a> <span class="soft">{p.supporters(matter.households)}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      {view.meetings.length > 0 && (
        <Section title={t.soon}>
          <ul>
            {view.meetings.map((meeting) => (
              <li>
                <a href={`${base}/meetings/${meeting.id}`}>{meeting.title}</a>{' '}
                <span class="soft">
                  <Instant at={meeting.startsAt} /> {meeting.place}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Call view={view} />
      {door.kind === 'home' && <Bind view={view} />}
    </Layout>
  );
}

function Call({ view }: { view: DoorView }) {
  const t = doorText[view.page.lang];
  const words = kitText[view.page.lang];
  const phones = view.organisations.filter((o) => o.phone !== null && (o.kind === 'committee' || o.kind === 'village' || o.kind === 'property'));
  return (
    <Section title={t.call}>
      {view.roles.length + phones.length === 0 ? (
        <Soft>{t.nobody}</Soft>
      ) : (
        <KeyValues
          items={[
            ...view.roles.map((role) => [words[role.role], role.personName] as const),
            ...phones.map((o) => [o.name, <a href={`tel:${o.phone}`}>{o.phone}</a>] as const),
          ]}
        />
      )}
    </Section>
  );
}

function Bind({ view }: { view: DoorView }) {
  const { page, door, reader } = view;
  const t = doorText[page.lang];
  if (reader.boundHere)
    return (
      <Section title={t.bindTitle}>
        <p>{t.boundHere}</p>
      </Section>
    );
  if (!door.householdId)
    return (
      <Section title={t.bindTitle}>
        <Soft>{t.nobodyLives}</Soft>
      </Section>
    );
  const at = `${page.base}/d/${door.code}`;
  return (
    <Section title={t.bindTitle} id="bind">
      <p>{t.bindBody}</p>
      <Actions>
        <ButtonLink kind="quiet" href={`${page.base}/activate`}>
          {t.byLetter}
        </ButtonLink>
      </Actions>
      <h3>{t.byVouch}</h3>
      {reader.signedIn ? (
        <Form action={`${at}/vouching`} errors={view.errors} values={view.values}>
          <TextField name="name" label={t.yourName} hint={t.vouchHint} required autocomplete="name" maxLength={60} />
          <Button kind="quiet">{t.askVouch}</Button>
        </Form>
      ) : (
        <p>
          <a href={`/sign-in?to=${encodeURIComponent(at)}`}>{t.vouchNeedsAccount}</a>
        </p>
      )}
    </Section>
  );
}
