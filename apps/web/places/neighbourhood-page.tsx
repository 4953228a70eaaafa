import type { Ballot } from '#modules/ballots';
import type { Matter } from '#modules/matters';
import type { Organisation, RoleAssignment } from '#modules/people';
import type { BuildingLine, Compound, Neighbourhood } from '#modules/places';
import type { Project } from '#modules/projects';
import { kitText } from '../kit/index.ts';
import { titleWords } from '../matters/view.ts';
import { Actions, ButtonLink, Columns, dataTable, Empty, instantText, KeyValues, Layout, Lead, type PageFrame, Section, Soft, StatTable } from '../ui/index.ts';
import { placesText } from './text.ts';

/** A neighbourhood as everybody sees it; `may` opens the committee's work. */
export interface NeighbourhoodView {
  page: PageFrame;
  neighbourhood: Neighbourhood;
  counts: { buildings: number; homes: number; households: number };
  matters: readonly Matter[];
  openMatters: number;
  projects: readonly Project[];
  /** Votes that are open now. */
  ballots: readonly Ballot[];
  roles: readonly RoleAssignment[];
  organisations: readonly Organisation[];
  compounds: readonly Compound[];
  buildings: readonly BuildingLine[];
  doorCode: string | null;
  may: { edit: boolean; staff: boolean; import: boolean; vouch: boolean; roles: boolean };
}

export function NeighbourhoodPage(view: NeighbourhoodView) {
  const { page, neighbourhood: n, counts } = view;
  const { lang, base } = page;
  const t = placesText[lang];
  const at = `${base}/n/${n.code}`;
  const stats = [
    { label: t.households, value: n.publishedHouseholdsText ?? String(counts.households) },
    { label: t.buildings, value: String(counts.buildings) },
    { label: t.openMatters, value: String(view.openMatters), href: `${at}/matters` },
    { label: t.projects, value: String(view.projects.length), href: `${at}/projects` },
  ];
  return (
    <Layout page={page} title={n.name} crumbs={[{ label: t.neighbourhoods, href: base || '/' }, { label: n.name }]}>
      {n.introduction && <Lead>{n.introduction}</Lead>}
      <StatTable items={stats} />
      <Actions>
        <ButtonLink href={`${base}/matters/new?${view.doorCode ? `door=${view.doorCode}` : `place=${n.code}`}`}>{t.raise}</ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/disclosure`}>
          {t.disclosure}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/meetings`}>
          {t.meetings}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/consents`}>
          {t.consents}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/house-rules`}>
          {t.houseRules}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${at}/elections`}>
          {t.elections}
        </ButtonLink>
        <ButtonLink kind="quiet" href={`${base}/who-pays?n=${n.code}`}>
          {t.whoPays}
        </ButtonLink>
      </Actions>
      <Columns
        main={
          <>
            <Now view={view} at={at} />
            <Buildings view={view} at={at} />
          </>
        }
        aside={
          <>
            <WhoIsWho view={view} at={at} />
            <Staff view={view} at={at} />
          </>
        }
      />
    </Layout>
  );
}

type Part = { view: NeighbourhoodView; at: string };

function Now({ view, at }: Part) {
  const { lang, base } = view.page;
  const t = placesText[lang];
  return (
    <>
      {view.ballots.length > 0 && (
        <Section title={t.voting}>
          <ul>
            {view.ballots.map((ballot) => (
              <li>
                <a href={`${base}/ballots/${ballot.id}`}>{ballot.question}</a>{' '}
                <span class="soft">{t.votingUntil(instantText(ballot.closesAt, lang, 'weekday'))}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t.now} action={<a href={`${at}/matters`}>{t.allMatters}</a>}>
        {view.matters.length === 0 ? (
          <Soft>{t.nothingNow}</Soft>
        ) : (
          <ul>
            {view.matters.map((matter) => (
              <li>
                <a href={`${base}/matters/${matter.id}`}>{titleWords(matter, lang)}</a> <span class="soft">{t.supporters(matter.households)}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t.projects} action={<a href={`${at}/projects`}>{t.allProjects}</a>}>
        {view.projects.length === 0 ? (
          <Soft>{t.nothingBuilt}</Soft>
        ) : (
          <ul>
            {view.projects.slice(0, 6).map((project) => (
              <li>
                <a href={`${base}/projects/${project.id}`}>{project.title}</a> <span class="soft">{project.year}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}

function Buildings({ view, at }: Part) {
  const { lang, base } = view.page;
  const t = placesText[lang];
  const several = view.compounds.length > 1;
  return (
    <Section title={several ? t.compounds : t.buildings} action={view.may.edit ? <a href={`${at}/buildings/new`}>{t.addBuilding}</a> : undefined}>
      {view.compounds.length > 0 && (
        <ul>
          {view.compounds.map((compound) => (
            <li>
              <a href={`${base}/compounds/${compound.id}`}>{compound.name}</a>{' '}
              <span class="soft">{compound.kind ? t[compound.kind] : view.may.edit ? t.kindNotSaid : ''}</span>
            </li>
          ))}
        </ul>
      )}
      {dataTable({
        rows: view.buildings,
        query: {},
        lang,
        base: at,
        tools: false,
        caption: t.buildings,
        columns: [
          ...(several
            ? [
                {
                  key: 'compound',
                  label: t.compound,
                  value: (b: (typeof view.buildings)[number]) => b.compoundName,
                },
              ]
            : []),
          {
            key: 'name',
            label: t.building,
            value: (b) => b.name,
            render: (b) => <a href={`${base}/buildings/${b.id}`}>{b.name}</a>,
          },
          { key: 'entrances', label: t.entrances, value: (b) => b.entrances, numeric: true },
          { key: 'households', label: t.households, value: (b) => b.households, numeric: true },
        ],
        empty: view.may.edit ? (
          <Empty title={t.noBuildings} action={<ButtonLink href={`${at}/import`}>{t.importRoster}</ButtonLink>}>
            {t.noBuildingsDo}
          </Empty>
        ) : (
          <Empty title={t.noBuildings} />
        ),
      })}
    </Section>
  );
}

function WhoIsWho({ view, at }: Part) {
  const { lang, base } = view.page;
  const t = placesText[lang];
  const roleWords = kitText[lang];
  return (
    <Section title={t.whoIsWho} action={view.may.roles ? <a href={`${at}/roles`}>{t.roles}</a> : undefined}>
      {view.roles.length === 0 ? (
        <Soft>
          {t.noRoles} {view.may.roles ? t.noRolesDo : ''}
        </Soft>
      ) : (
        <KeyValues
          items={view.roles.map((role) => [roleWords[role.role], `${role.personName}${role.organisationName ? `（${role.organisationName}）` : ''}`] as const)}
        />
      )}
      <p>
        <a href={`${at}/organisations`}>{t.organisations}</a>
      </p>
      {view.organisations.length === 0 ? (
        <Soft>{t.noOrganisations}</Soft>
      ) : (
        <ul>
          {view.organisations.map((o) => (
            <li>
              {o.name}
              {o.phone && (
                <>
                  {' '}
                  <a href={`tel:${o.phone}`}>{o.phone}</a>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {view.doorCode && (
        <p>
          <a href={`${base}/d/${view.doorCode}`}>{t.doorCode}</a>
        </p>
      )}
    </Section>
  );
}

function Staff({ view, at }: Part) {
  const { may } = view;
  const t = placesText[view.page.lang];
  if (!may.edit && !may.staff && !may.vouch && !may.import) return null;
  return (
    <Section title={t.staffWork}>
      <ul>
        {may.staff && (
          <li>
            <a href={`${at}/households`}>{t.householdList}</a>
          </li>
        )}
        {may.staff && (
          <li>
            <a href={`${at}/people`}>{t.peopleList}</a>
          </li>
        )}
        {may.import && (
          <li>
            <a href={`${at}/import`}>{t.importRoster}</a>
          </li>
        )}
        {may.vouch && (
          <li>
            <a href={`${at}/vouching`}>{t.vouching}</a>
          </li>
        )}
        {may.edit && (
          <li>
            <a href={`${at}/compounds/new`}>{t.addCompound}</a>
          </li>
        )}
        {may.edit && (
          <li>
            <a href={`${at}/edit`}>{t.edit}</a>
          </li>
        )}
      </ul>
    </Section>
  );
}
