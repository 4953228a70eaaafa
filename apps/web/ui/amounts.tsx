import { useLang } from './frame.ts';
import type { DayStyle } from './format.ts';
import { dayText, instantText, yuanText } from './format.ts';
import { uiText } from './text.ts';

/** An amount in fen as yuan: `45,000.00 元`. `whole` leaves `.00` away, `unit={false}` the word 元. */
export function Money(props: { fen: bigint; unit?: boolean; whole?: boolean }) {
  const text = uiText[useLang()];
  return (
    <span class="money">
      {yuanText(props.fen, { whole: props.whole })}
      {props.unit !== false && ` ${text.yuan}`}
    </span>
  );
}

/** A day `YYYY-MM-DD`, readable by people and programs. */
export function Day(props: { day: string; style?: DayStyle }) {
  return <time datetime={props.day}>{dayText(props.day, useLang(), props.style)}</time>;
}

/** An instant in Shanghai time, readable by people and programs. */
export function Instant(props: { at: Date; style?: DayStyle }) {
  return <time datetime={props.at.toISOString()}>{instantText(props.at, useLang(), props.style)}</time>;
}
