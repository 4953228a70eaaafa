import type { Contribution } from '#modules/books';
import { groupedBy } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import { money, type Report, type ReportCell, sum, words } from './report.ts';
import { statementText } from './text.ts';

/** Contributions of households of one project, each with the building it lives in. */
export interface HouseholdsView {
  project: { id: string; serial: string; title: string };
  contributions: readonly (Contribution & { building: string })[];
}

/** Fewer on the list of one building would tell who they are. */
const fewest = 3;

const paidUp = (each: Contribution): boolean => each.openFen === 0n && each.paidFen > 0n;

/** What came in, whatever of it was given back later: the figure that the receipts add up to. */
const grossFen = (each: Contribution): bigint => each.paidFen + each.refundedFen;

interface Group {
  building: string;
  listed: Contribution[];
}

/** Per building; those with too few households on the list stand together, with the smallest other one where they are still too few. */
export function perBuilding(contributions: HouseholdsView['contributions'], rest: string): Group[] {
  const groups = [...groupedBy(contributions, (each) => each.building)].map(([building, listed]): Group => ({ building, listed: [...listed] }));
  const large = groups.filter((group) => group.listed.length >= fewest);
  const small = groups.filter((group) => group.listed.length < fewest).flatMap((group) => group.listed);
  if (small.length === 0) return large;
  if (small.length < fewest) {
    // Otherwise the sum of all would give away the few.
    const least = large.reduce<Group | null>((best, group) => (best === null || group.listed.length < best.listed.length ? group : best), null);
    if (least === null) return [{ building: rest, listed: small }];
    return [...large.filter((group) => group !== least), { building: rest, listed: [...least.listed, ...small] }];
  }
  return [...large, { building: rest, listed: small }];
}

/** Who promised and who paid: in sums for everybody, by household for those who collect and check. */
export function contributionsReport(view: HouseholdsView, of: { lang: Lang; names: boolean; about: Report['about'] }): Report {
  const { lang, names } = of;
  const t = statementText[lang];
  const all = view.contributions;
  const at = `/projects/${view.project.id}`;
  const entries = (figure: string) => (names ? `${at}/entries?figure=${figure}&kind=household` : undefined);
  const [promised, paid] = [sum(all.map((each) => each.pledgedFen)), sum(all.map(grossFen))];
  const open = sum(all.map((each) => each.openFen));
  // Most projects give nothing back; the column stands where it says something.
  const refunded = sum(all.map((each) => each.refundedFen));
  const moneyLabels = [t.promised, t.paid, ...(refunded > 0n ? [t.refunded] : []), t.open];
  const back = (cell: ReportCell): ReportCell[] => (refunded > 0n ? [cell] : []);
  const count = (listed: readonly Contribution[]) => BigInt(listed.length);
  return {
    title: names ? t.contributionsNames : t.contributions,
    subtitle: `${view.project.serial} ${view.project.title}`,
    lead: names ? t.namesLead : t.contributionsLead,
    stats: [
      { label: t.listed, cell: words(String(all.length)) },
      { label: t.paidCount, cell: words(String(all.filter(paidUp).length)) },
      { label: t.paid, cell: money(paid, entries('received')) },
      { label: t.open, cell: money(open, entries('pledged')) },
    ],
    tables: [
      {
        id: 'buildings',
        title: t.byBuilding,
        ...(names ? {} : { note: t.byBuildingNote }),
        columns: [
          { label: t.building },
          ...[t.listed, t.paidCount, t.openCount].map((label) => ({ label, numeric: true, bigintIs: 'count' as const, width: 62 })),
          ...moneyLabels.map((label) => ({ label, numeric: true, width: 72 })),
        ],
        rows: (names
          ? [...groupedBy(all, (each) => each.building)].map(([building, listed]): Group => ({ building, listed }))
          : perBuilding(all, t.smallBuildings)
        ).map(({ building, listed }) => [
          words(building),
          { value: count(listed) },
          { value: count(listed.filter(paidUp)) },
          { value: count(listed.filter((each) => !paidUp(each))) },
          { value: sum(listed.map((each) => each.pledgedFen)) },
          { value: sum(listed.map(grossFen)) },
          ...(refunded > 0n ? [{ value: sum(listed.map((each) => each.refundedFen)) }] : []),
          { value: sum(listed.map((each) => each.openFen)) },
        ]),
        total: [
          words(t.total),
          { value: count(all) },
          { value: count(all.filter(paidUp)) },
          { value: count(all.filter((each) => !paidUp(each))) },
          money(promised),
          money(paid, entries('received')),
          ...back(money(refunded, entries('returned'))),
          money(open),
        ],
        empty: t.noContributions,
      },
      ...(names
        ? [
            {
              id: 'households',
              title: t.household,
              columns: [
                { label: t.household },
                ...moneyLabels.map((label) => ({ label, numeric: true, width: 66 })),
                { label: t.stand, width: 66 },
                { label: t.receipts, width: 90 },
              ],
              rows: all.map((each) => {
                const [receipt] = each.receipts;
                return [
                  words(each.payerName),
                  money(each.pledgedFen),
                  money(grossFen(each), receipt ? `/receipts/${receipt.id}/paper.pdf` : undefined),
                  ...back(money(each.refundedFen)),
                  money(each.openFen),
                  words(each.refundedFen > 0n && each.paidFen === 0n ? t.refunded : paidUp(each) ? t.paidYes : each.paidFen === 0n ? t.paidNo : t.paidPartly),
                  words(each.receipts.map((one) => one.number).join(' '), receipt ? `/receipts/${receipt.id}/paper.pdf` : undefined),
                ];
              }),
              total: [
                words(t.total),
                money(promised),
                money(paid, entries('received')),
                ...back(money(refunded, entries('returned'))),
                money(open),
                words(''),
                words(''),
              ],
              empty: t.noContributions,
            },
          ]
        : []),
    ],
    about: [...of.about, [t.aboutScope, t.scopeHouseholds]],
    capitals: [[t.paid, paid]],
  };
}
