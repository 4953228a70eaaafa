import { percentAttribute, shareText, yuanText } from './format.ts';
import type { View } from './frame.ts';
import { useLang } from './frame.ts';
import { uiText } from './text.ts';

/** A piece of a bar: `shade` picks one of the four colours and patterns, in the order of the key by default. */
export interface MoneyPart {
  label: string;
  amountFen: bigint;
  href?: string;
  note?: string;
}

type Piece = { className: string; from: number; to: number };

function Pieces({ pieces, whole, label }: { pieces: readonly Piece[]; whole: number; label: string }) {
  return (
    <svg class="bar" width="100%" height="28" role="img" aria-label={label}>
      <rect class="rest" width="100%" height="28" />
      {pieces.map((piece) => (
        <rect class={piece.className} x={percentAttribute(piece.from, whole)} width={percentAttribute(piece.to - piece.from, whole)} height="28" />
      ))}
    </svg>
  );
}

function Key({ rows, total }: { rows: { className: string; label: View; note?: string; figure: string }[]; total?: string }) {
  const text = uiText[useLang()];
  return (
    <dl class="key">
      {rows.map((row) => (
        <div>
          <dt>
            <svg class="dot" width="14" height="14" aria-hidden="true">
              <rect class={row.className} width="14" height="14" rx="3" />
            </svg>
            <span>
              {row.label}
              {row.note !== undefined && <small>{row.note}</small>}
            </span>
          </dt>
          <dd>{row.figure}</dd>
        </div>
      ))}
      {total !== undefined && (
        <div class="total">
          <dt>{text.total}</dt>
          <dd>{total}</dd>
        </div>
      )}
    </dl>
  );
}

/** Money by source: one stacked bar, and under it the key with the amounts in figures and the total. */
export function MoneyBar({ parts, label }: { parts: readonly MoneyPart[]; label?: string }) {
  const text = uiText[useLang()];
  const totalFen = parts.reduce((sum, part) => sum + part.amountFen, 0n);
  const pieces: Piece[] = [];
  let from = 0;
  for (const [index, part] of parts.entries()) {
    const to = from + Number(part.amountFen);
    pieces.push({ className: `s${(index % 6) + 1}`, from, to });
    from = to;
  }
  const words = parts.map((part) => `${part.label} ${yuanText(part.amountFen)} ${text.yuan}`).join(', ');
  return (
    <div class="chart">
      <Pieces pieces={pieces} whole={Number(totalFen)} label={`${label ?? text.bySource}: ${words}`} />
      <Key
        rows={parts.map((part, index) => ({
          className: `s${(index % 6) + 1}`,
          label: part.href === undefined ? part.label : <a href={part.href}>{part.label}</a>,
          note: part.note,
          figure: `${yuanText(part.amountFen)} ${text.yuan}`,
        }))}
        total={parts.length > 1 ? `${yuanText(totalFen)} ${text.yuan}` : undefined}
      />
    </div>
  );
}

/** Budget, what is approved but not yet paid, what is spent, and what is left; says so when it is over. */
export function BudgetBar(props: { budgetFen: bigint; committedFen: bigint; spentFen: bigint; label?: string; free?: string }) {
  const text = uiText[useLang()];
  const { budgetFen, committedFen, spentFen } = props;
  const freeFen = budgetFen - committedFen - spentFen;
  const whole = Number(freeFen < 0n ? spentFen + committedFen : budgetFen);
  const figure = (fen: bigint) => `${yuanText(fen)} ${text.yuan}`;
  const words = `${text.budget} ${figure(budgetFen)}, ${text.spent} ${figure(spentFen)} (${shareText(spentFen, budgetFen)}), ${text.committed} ${figure(committedFen)}`;
  return (
    <div class="chart">
      <Pieces
        whole={whole}
        label={`${props.label ?? text.budgetBar}: ${words}`}
        pieces={[
          { className: 's3', from: 0, to: Number(spentFen) },
          { className: 's2', from: Number(spentFen), to: Number(spentFen + committedFen) },
        ]}
      />
      <Key
        rows={[
          {
            className: 's3',
            label: text.spent,
            note: shareText(spentFen, budgetFen),
            figure: figure(spentFen),
          },
          { className: 's2', label: text.committed, figure: figure(committedFen) },
          freeFen < 0n
            ? { className: 's1', label: text.over, figure: figure(-freeFen) }
            : { className: 'rest', label: props.free ?? text.free, figure: figure(freeFen) },
        ]}
        total={undefined}
      />
    </div>
  );
}

/** A line that the share of yes must reach or pass, as a percentage of the bar with its words. */
export interface Threshold {
  percent: number;
  label: string;
}

/**
 * A count of votes as a bar: yes, no, abstentions out of `base`, with the needed share marked.
 * `words` say the result in a sentence; colour never stands alone.
 */
export function VoteBar(props: {
  yes: number;
  no: number;
  abstain?: number;
  /** What the bar's full length stands for: the roll, those present, those who took part. */
  base: number;
  thresholds: readonly Threshold[];
  words: View;
  unit?: string;
}) {
  const text = uiText[useLang()];
  const abstain = props.abstain ?? 0;
  const unit = props.unit ?? '';
  const counts = [
    { className: 'yes', label: text.yes, count: props.yes },
    { className: 'no', label: text.no, count: props.no },
    { className: 'abstain', label: text.abstain, count: abstain },
    { className: 'rest', label: text.notVoted, count: props.base - props.yes - props.no - abstain },
  ].filter((entry) => entry.count > 0);
  const spoken = counts.map((entry) => `${entry.label} ${entry.count} ${unit}`.trim()).join(', ');
  const lines = props.thresholds
    .map((line) => line.label)
    .filter((label) => label !== '')
    .join(', ');
  let from = 0;
  return (
    <div class="chart">
      <svg class="vote" width="100%" height="62" role="img" aria-label={`${spoken}. ${lines}`}>
        <rect class="rest" y="28" width="100%" height="28" />
        {counts.map((entry) => {
          const x = percentAttribute(from, props.base);
          from += entry.count;
          return <rect class={entry.className} x={x} y="28" width={percentAttribute(entry.count, props.base)} height="28" />;
        })}
        {props.thresholds.map((line) => (
          <>
            <line class="need" x1={`${line.percent}%`} x2={`${line.percent}%`} y1="22" y2="62" />
            <text x={`${line.percent}%`} y="17" text-anchor={anchorOf(line.percent)}>
              {line.label}
            </text>
          </>
        ))}
      </svg>
      <ul class="counts">
        {counts.map((entry) => (
          <li>
            <svg class="dot" width="14" height="14" aria-hidden="true">
              <rect class={entry.className} width="14" height="14" rx="3" />
            </svg>
            {`${entry.label} ${entry.count} ${unit}`.trim()}
          </li>
        ))}
      </ul>
      <p>{props.words}</p>
    </div>
  );
}

function anchorOf(percent: number): 'start' | 'middle' | 'end' {
  if (percent > 80) return 'end';
  return percent < 20 ? 'start' : 'middle';
}

/** How far something is: `value` of `max`, always with words. */
export function Progress(props: { value: number; max: number; label: string }) {
  return (
    <div class="chart progress">
      <Pieces pieces={[{ className: 'yes', from: 0, to: props.value }]} whole={props.max} label={`${props.label} ${shareText(props.value, props.max)}`} />
      <p>
        {props.label} <b>{shareText(props.value, props.max)}</b>
      </p>
    </div>
  );
}
