import type { View } from './frame.ts';
import { useLang } from './frame.ts';
import { uiText } from './text.ts';

/** One step of the way to a page; without `href` it is where the reader is. */
export interface Crumb {
  label: string;
  href?: string;
}

/** The way to this page, as links. `Layout` draws it from its `crumbs`. */
export function Crumbs({ items }: { items: Crumb[] }) {
  return (
    <nav class="crumbs" aria-label={uiText[useLang()].crumbs}>
      <ol>
        {items.map((item) => (
          <li>{item.href === undefined ? <span aria-current="page">{item.label}</span> : <a href={item.href}>{item.label}</a>}</li>
        ))}
      </ol>
    </nav>
  );
}

/** A part of a page under its own heading; `action` stands at the right of the heading (a link, a small button). */
export function Section(props: { title: string; id?: string; action?: View; children?: View }) {
  return (
    <section id={props.id}>
      <div class="section-head">
        <h2>{props.title}</h2>
        {props.action}
      </div>
      {props.children}
    </section>
  );
}

/** One or two sentences under the title that say what the page is about. */
export function Lead({ children }: { children?: View }) {
  return <p class="lead">{children}</p>;
}

/** Smaller, quieter words. */
export function Soft({ children }: { children?: View }) {
  return <p class="soft">{children}</p>;
}

/** A main column and one beside it; on a phone the second follows the first. */
export function Columns({ main, aside }: { main: View; aside: View }) {
  return (
    <div class="cols">
      <div>{main}</div>
      <div class="aside">{aside}</div>
    </div>
  );
}

/** What a badge means: it went well, it waits for somebody, it is your turn, it went wrong, or plain information. */
export type Tone = 'good' | 'wait' | 'act' | 'bad' | 'plain';

/** A badge with words; the colour only repeats them. */
export function State({ tone = 'plain', children }: { tone?: Tone; children?: View }) {
  return <span class={`state ${tone}`}>{children}</span>;
}

/** What a rule said: it passed, a named person must rule on it, or it blocks. */
export type Outcome = 'passed' | 'ask' | 'note' | 'blocked';

/** One reason of a decision: what was found, and the clause and source behind it. */
export function Reason(props: {
  outcome: Outcome;
  title?: string;
  /** The clause in words: `第十二条`. */
  clause?: string;
  /** Where the clause is written: `浦东新区 2024 年管理办法`. */
  source?: string;
  sourceHref?: string;
  children?: View;
}) {
  const text = uiText[useLang()];
  const cite = [props.source, props.clause].filter((part) => part !== undefined && part !== '').join(' ');
  return (
    <div class={`reason ${props.outcome === 'note' ? 'ask' : props.outcome}`}>
      <p>
        <b>{props.title ?? text[props.outcome]}</b>
        {props.title !== undefined && <State tone={toneOf[props.outcome]}>{text[props.outcome]}</State>}
      </p>
      {props.children !== undefined && <div>{props.children}</div>}
      {cite !== '' && (
        <p class="cite">
          {text.clause}
          {useLang() === 'zh' ? '：' : ': '}
          {props.sourceHref === undefined ? cite : <a href={props.sourceHref}>{cite}</a>}
        </p>
      )}
    </div>
  );
}

const toneOf: Record<Outcome, Tone> = { passed: 'good', ask: 'wait', note: 'wait', blocked: 'bad' };

/** A list of facts: name and value in pairs. Pairs without a value are left out. */
export function KeyValues({ items }: { items: readonly (readonly [label: string, value: View])[] }) {
  const shown = items.filter(([, value]) => value !== undefined && value !== null && value !== '');
  return (
    <dl class="facts">
      {shown.map(([label, value]) => (
        <div>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What an empty page says: what would be here, what to do about it, and the button that does it. */
export function Empty(props: { title: string; action?: View; children?: View }) {
  return (
    <div class="empty">
      <p>
        <b>{props.title}</b>
      </p>
      {props.children !== undefined && <p>{props.children}</p>}
      {props.action}
    </div>
  );
}

/** A row of buttons and links; full width under each other on a phone. */
export function Actions({ children }: { children?: View }) {
  return <div class="actions">{children}</div>;
}

/** A few figures side by side, each with its name; `href` opens what the figure is made of. */
export function StatTable({ items }: { items: readonly { label: string; value: View; note?: View; href?: string }[] }) {
  return (
    <dl class="stats">
      {items.map((item) => (
        <div>
          <dt>{item.label}</dt>
          <dd>
            {item.href === undefined ? <b>{item.value}</b> : <a href={item.href}>{item.value}</a>}
            {item.note !== undefined && <small>{item.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
