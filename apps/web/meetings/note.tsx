import { useLang, type View } from '../ui/index.ts';

/** Something the reader must not overlook: `good` done, `ask` to be noticed, `bad` wrong. Unlike a rule's reason it carries no verdict. */
export function Note(props: { tone: 'good' | 'ask' | 'bad'; title: View; clause?: string; children?: View }) {
  const lang = useLang();
  const tones = { good: 'reason passed', ask: 'reason ask', bad: 'reason blocked' };
  return (
    <div class={tones[props.tone]}>
      <p>
        <b>{props.title}</b>
      </p>
      {props.children !== undefined && <div>{props.children}</div>}
      {props.clause !== undefined && props.clause !== '' && (
        <p class="cite">
          {lang === 'zh' ? '依据：' : 'By: '}
          {props.clause}
        </p>
      )}
    </div>
  );
}
