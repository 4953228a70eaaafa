import { plainYuan } from '#libs/money';
import type { BesideRow, ReadInvoice } from '#modules/projects';
import { categoryWords } from '../books/view.ts';
import { dataTable, type PageFrame, State } from '../ui/index.ts';
import type { RequestView } from './request-page.tsx';
import { readingText } from './reading-text.ts';

/** The lines of an invoice beside what was asked for and paid, with the differences, and the budget line they belong to. */
export function Beside({ page, view, here, read }: { page: PageFrame; view: RequestView; here: string; read: ReadInvoice }) {
  const { lang } = page;
  const t = readingText[lang];
  const nameOf = (category: string) => categoryWords(view.categories, category, lang);
  return (
    <>
      {dataTable({
        rows: read.beside,
        query: {},
        lang,
        base: here,
        tools: false,
        caption: t.asked,
        columns: [
          { key: 'asked', label: t.askedLine, value: (row) => row.paid?.text ?? t.notAsked },
          { key: 'category', label: t.category, value: (row) => (row.paid ? nameOf(row.paid.category) : null) },
          { key: 'approved', label: t.approvedFen, numeric: true, value: (row) => row.paid?.approvedFen ?? null },
          { key: 'paid', label: t.paidFen, numeric: true, value: (row) => row.paid?.paidFen ?? null },
          { key: 'found', label: t.onInvoice, value: (row) => foundWords(row, t) },
          { key: 'invoice', label: t.invoiceFen, numeric: true, value: (row) => row.foundFen },
          {
            key: 'difference',
            label: t.difference,
            value: (row) => row.differenceFen,
            render: (row) => <Difference row={row} t={t} />,
          },
        ],
      })}
      {view.desk.budget.map(({ category, budgetFen, committedFen, spentFen }) => (
        <p class="soft">
          {t.budgetOf(nameOf(category), plainYuan(budgetFen), plainYuan(committedFen + spentFen), plainYuan(budgetFen - committedFen - spentFen))}
        </p>
      ))}
    </>
  );
}

type Words = (typeof readingText)['zh'];

const foundWords = (row: BesideRow, t: Words): string | null =>
  row.found.length > 0 ? row.found.map(({ no, name }) => t.invoiceLine(no, name)).join('；') : row.foundFen === null ? t.notOnInvoice : null;

function Difference({ row, t }: { row: BesideRow; t: Words }) {
  if (row.differenceFen === null) return null;
  if (row.differenceFen === 0n) return <State tone="good">{t.equal}</State>;
  return <State tone="wait">{row.differenceFen > 0n ? t.more(plainYuan(row.differenceFen)) : t.less(plainYuan(-row.differenceFen))}</State>;
}
