import { dayText } from './format.ts';
import type { View } from './frame.ts';
import { useLang } from './frame.ts';
import type { Tone } from './page.tsx';
import { State } from './page.tsx';
import { uiText } from './text.ts';

/** One station of a story; `when` is written as it should be read (「今天，还剩 3 天」). */
export interface StoryItem {
  state: 'done' | 'now' | 'next';
  when?: string;
  /** Machine-readable day or instant behind `when`. */
  datetime?: string;
  title: string;
  href?: string;
  badge?: { tone: Tone; text: string };
  body?: View;
  /** Buttons and links under the text. */
  actions?: View;
}

/** What happened, what goes on and what will come, as one line from top to bottom. */
export function Story({ items }: { items: readonly StoryItem[] }) {
  const text = uiText[useLang()];
  return (
    <ol class="story">
      {items.map((item) => (
        <li class={item.state} aria-current={item.state === 'now' ? 'step' : undefined}>
          {item.when !== undefined && <time datetime={item.datetime}>{item.when}</time>}
          <h3>
            {item.href === undefined ? item.title : <a href={item.href}>{item.title}</a>}
            {item.badge === undefined ? <span class="unseen"> {text[item.state]}</span> : <State tone={item.badge.tone}>{item.badge.text}</State>}
          </h3>
          {item.body !== undefined && <div>{item.body}</div>}
          {item.actions !== undefined && <div class="actions">{item.actions}</div>}
        </li>
      ))}
    </ol>
  );
}

/** Something somebody must do. */
export interface DutyItem {
  title: string;
  href?: string;
  /** Why, and what is known already. */
  detail?: View;
  /** Whose turn it is, where the list shows several people's duties. */
  who?: string;
  /** The deadline as words: 「还剩 2 天」「已逾期 1 天」. */
  due?: string;
  tone?: Tone;
  /** A button on the right. */
  action?: View;
}

/** Who must act next, and by when. */
export function DutyList({ items }: { items: readonly DutyItem[] }) {
  return (
    <ul class="duties">
      {items.map((item) => (
        <li>
          <div>
            <p>
              <b>{item.href === undefined ? item.title : <a href={item.href}>{item.title}</a>}</b>{' '}
              {item.due !== undefined && <State tone={item.tone ?? 'wait'}>{item.due}</State>}
            </p>
            {(item.who !== undefined || item.detail !== undefined) && (
              <p class="soft">
                {item.who}
                {item.who !== undefined && item.detail !== undefined && (useLang() === 'zh' ? '：' : ': ')}
                {item.detail}
              </p>
            )}
          </div>
          {item.action}
        </li>
      ))}
    </ul>
  );
}

/** One of the steps of a longer task. */
export interface StepItem {
  label: string;
  state: 'done' | 'now' | 'next';
  href?: string;
}

/** The steps of a task in their order, with the present one marked in words and colour. */
export function Steps({ items }: { items: readonly StepItem[] }) {
  const text = uiText[useLang()];
  return (
    <ol class="steps">
      {items.map((item) => (
        <li class={item.state} aria-current={item.state === 'now' ? 'step' : undefined}>
          {item.href === undefined ? item.label : <a href={item.href}>{item.label}</a>}
          <span class="unseen"> {text[item.state]}</span>
        </li>
      ))}
    </ol>
  );
}

/** Something on a day. */
export interface CalendarItem {
  /** `YYYY-MM-DD`. */
  day: string;
  time?: string;
  title: string;
  href?: string;
  detail?: View;
  who?: string;
  badge?: { tone: Tone; text: string };
}

/** Meetings, shifts, upkeep: what is on which day, in the order given. */
export function Calendar({ items }: { items: readonly CalendarItem[] }) {
  const lang = useLang();
  return (
    <ul class="calendar">
      {items.map((item) => (
        <li>
          <time datetime={item.day}>
            <b>{dayText(item.day, lang, 'weekday')}</b>
            <small>{[item.day.slice(0, 4), item.time].filter((part) => part !== undefined).join(' · ')}</small>
          </time>
          <div>
            <p>
              <b>{item.href === undefined ? item.title : <a href={item.href}>{item.title}</a>}</b>{' '}
              {item.badge !== undefined && <State tone={item.badge.tone}>{item.badge.text}</State>}
            </p>
            {(item.who !== undefined || item.detail !== undefined) && (
              <p class="soft">
                {item.who} {item.detail}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
