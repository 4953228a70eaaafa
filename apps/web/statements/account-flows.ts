import type { Flow, FlowGraph, FlowNode } from '#libs/sankey';
import { type Award, type MoneyFlow, totalOf } from '#modules/books';
import { categoryWords } from '../books/view.ts';
import type { AccountFacts, Audience } from './account-report.ts';
import { leftOf } from './left-over.ts';
import { money, type ReportCell, type ReportTable, words } from './report.ts';
import { statementText } from './text.ts';

/** How many payees or uses a picture names before it says "others". */
const named = 8;

/** Sources → uses → payees, and what was not spent: kept, handed out, given back, still there. The public sees no payees. */
export function flowGraph(facts: AccountFacts, name: (award: Award) => string, { lang, kind }: Audience): FlowGraph {
  const t = statementText[lang];
  const nodes: FlowNode[] = facts.account.sources.map((source) => ({ id: `a${source.awardId}`, label: name(source) }));
  const flows = new Map<string, Flow>();
  const add = (from: string, to: string, amountFen: bigint) => {
    const known = flows.get(`${from} ${to}`);
    flows.set(`${from} ${to}`, { from, to, amountFen: (known?.amountFen ?? 0n) + amountFen });
  };
  const ranked = (key: 'category' | 'payee'): string[] => {
    const all = new Map<string, bigint>();
    for (const flow of facts.flows) all.set(flow[key], (all.get(flow[key]) ?? 0n) + flow.amountFen);
    return [...all].sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0)).map(([value]) => value);
  };
  const [uses, payees] = [ranked('category'), ranked('payee')];
  const [topUses, topPayees] = [shortened(uses), shortened(payees)];
  nodes.push(...topUses.map((use) => ({ id: `u${use}`, label: categoryWords(facts.categories, use, lang) })), {
    id: 'o',
    label: t.otherUses(uses.length - topUses.length),
  });
  if (kind === 'staff')
    nodes.push(...topPayees.map((payee) => ({ id: `p${payee}`, label: payee })), { id: 'q', label: t.otherPayees(payees.length - topPayees.length) });
  for (const flow of facts.flows) {
    const use = topUses.includes(flow.category) ? `u${flow.category}` : 'o';
    add(`a${flow.awardId}`, use, flow.amountFen);
    if (kind === 'staff') add(use, topPayees.includes(flow.payee) ? `p${flow.payee}` : 'q', flow.amountFen);
  }
  const ends = [
    ['reserved', t.toReserved, 'reservedFen'],
    ['advanced', t.toAdvanced, 'advancedFen'],
    ['returned', t.toReturned, 'returnedFen'],
    ['held', t.toHeld, 'heldFen'],
    ['goods', t.toGoods, 'goodsFen'],
    ['left', t.toLeft, 'freeFen'],
  ] as const;
  for (const [id, label, key] of ends) {
    nodes.push({ id, label });
    for (const source of facts.account.sources) add(`a${source.awardId}`, id, { ...source, ...leftOf(source) }[key]);
  }
  return { nodes, flows: [...flows.values()].filter((flow) => flow.amountFen > 0n) };
}

/** All where they are few; else the largest, so that "others" are at least two. */
const shortened = (ranked: readonly string[]): readonly string[] => (ranked.length <= named + 1 ? ranked : ranked.slice(0, named));

/** The table that says what the picture shows: per source where its money went; it adds up to what was received. */
export function flowTable(
  facts: AccountFacts,
  name: (award: Award) => string,
  audience: Audience,
  entries: (query: string) => string | undefined,
): ReportTable {
  const { lang, kind } = audience;
  const t = statementText[lang];
  const rows: ReportCell[][] = [];
  const goesTo = (flow: Pick<MoneyFlow, 'category' | 'payee'>) => categoryWords(facts.categories, flow.category, lang);
  for (const source of facts.account.sources) {
    const own = facts.flows.filter((flow) => flow.awardId === source.awardId);
    const perUse = kind === 'staff' ? own : mergedByUse(own);
    const row = (goes: string, payee: string, fen: bigint, query: string) => {
      if (fen !== 0n)
        rows.push([words(name(source)), words(goes), ...(kind === 'staff' ? [words(payee)] : []), money(fen, entries(`source=${source.awardId}&${query}`))]);
    };
    for (const flow of perUse)
      row(goesTo(flow), flow.payee, flow.amountFen, `figure=spent&use=${encodeURIComponent(flow.category)}&payee=${encodeURIComponent(flow.payee)}`);
    row(t.toReserved, '', source.reservedFen, 'figure=reserved');
    row(t.toAdvanced, '', source.advancedFen, 'figure=advanced');
    row(t.toReturned, '', source.returnedFen, 'figure=returned');
    const left = leftOf(source);
    row(t.toHeld, '', left.heldFen, 'figure=available');
    row(t.toGoods, '', left.goodsFen, 'figure=available');
    row(t.toLeft, '', left.freeFen, 'figure=available');
  }
  const { receivedFen } = totalOf(facts.account.sources);
  return {
    id: 'flows',
    title: t.flows,
    columns: [{ label: t.source }, { label: t.goesTo }, ...(kind === 'staff' ? [{ label: t.payee }] : []), { label: t.amount, numeric: true, width: 90 }],
    rows,
    total: [words(t.total), words(''), ...(kind === 'staff' ? [words('')] : []), money(receivedFen, entries('figure=received'))],
    empty: t.noFlow,
  };
}

function mergedByUse(flows: readonly MoneyFlow[]): MoneyFlow[] {
  const merged = new Map<string, MoneyFlow>();
  for (const flow of flows) merged.set(flow.category, { ...flow, payee: '', amountFen: (merged.get(flow.category)?.amountFen ?? 0n) + flow.amountFen });
  return [...merged.values()];
}
