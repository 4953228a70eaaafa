import { type DutyToMeet, kindNames } from '#modules/meetings';
import { dayText, Section, State, useLang } from '../ui/index.ts';
import { aroundText } from './around-words.ts';

/** Meetings that the rules ask for, when each was last held, and which is due. */
export function MustMeet({ items }: { items: readonly DutyToMeet[] }) {
  const lang = useLang();
  const t = aroundText[lang];
  if (items.length === 0) return null;
  return (
    <Section title={t.mustMeet} id="must-meet">
      <ul class="duties">
        {items.map((item) => (
          <li>
            <div>
              <p>
                <b>{item.bodyName === '' ? kindNames[item.kind][lang] : item.bodyName}</b>{' '}
                <State tone={item.overdue ? 'bad' : 'good'}>{item.overdue ? t.dueNow : t.inTime}</State>
              </p>
              <p class="soft">
                {item.every === 'year' ? t.everyYear : t.everyTwoMonths} · {item.last === null ? t.neverMet : t.lastMet(dayText(item.last, lang))}
                {item.next !== null && ` · ${t.calledFor(dayText(item.next, lang))}`} · {item.clause}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
