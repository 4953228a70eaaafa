import { addDays, daysBetween } from '#libs/civil-time';
import { type TaskState, taskStateOn, type WorkTask } from '#modules/projects';
import { dayText, type PageFrame } from '../ui/index.ts';
import { planText } from './plan-text.ts';

/** First and last day of a plan that is not empty, and its length. */
export function spanOf(tasks: readonly Pick<WorkTask, 'fromDay' | 'toDay'>[]): { from: string; to: string; days: number } {
  const from = tasks.map((task) => task.fromDay).sort()[0] ?? '';
  const to =
    tasks
      .map((task) => task.toDay)
      .sort()
      .at(-1) ?? '';
  return { from, to, days: daysBetween(from, to) + 1 };
}

/** At most eight days that stand over the bars, evenly apart, the first day first. */
export function ticksOf(from: string, days: number): { day: string; percent: number }[] {
  const step = Math.max(1, Math.ceil(days / 6));
  return Array.from({ length: Math.ceil(days / step) }, (_, at) => ({ day: addDays(from, at * step), percent: (at * step * 100) / days }));
}

/** The plan as bars over the days: what is planned, how much of it is done, where today is. Drawn by the server; prints as it stands. */
export function Gantt({ page, tasks, today }: { page: PageFrame; tasks: readonly WorkTask[]; today: string }) {
  const t = planText[page.lang];
  if (tasks.length === 0) return null;
  const span = spanOf(tasks);
  const percent = (day: string) => (daysBetween(span.from, day) * 100) / span.days;
  const at = (value: number) => `${Math.round(value * 100) / 100}%`;
  const now = today >= span.from && today <= span.to ? percent(today) + 50 / span.days : null;
  return (
    <div class="gantt">
      <svg width="100%" height="22" aria-hidden="true">
        {ticksOf(span.from, span.days).map((tick) => (
          <>
            <line x1={at(tick.percent)} x2={at(tick.percent)} y1="14" y2="22" />
            <text x={at(tick.percent)} y="11">
              {Number(tick.day.slice(5, 7))}/{Number(tick.day.slice(8))}
            </text>
          </>
        ))}
      </svg>
      <ol>
        {tasks.map((task) => {
          const state: TaskState = taskStateOn(task, today);
          const [x, width] = [percent(task.fromDay), ((daysBetween(task.fromDay, task.toDay) + 1) * 100) / span.days];
          const said = `${task.title}：${dayText(task.fromDay, page.lang, 'short')}–${dayText(task.toDay, page.lang, 'short')}，${t[state]}，${t.percentDone(task.percent)}`;
          return (
            <li value={task.no}>
              <a href={`#task-${task.no}`}>{task.title}</a>
              <svg width="100%" height="16" role="img" aria-label={said}>
                <rect class="rest" width="100%" height="16" />
                <rect class={`bar-${state}`} x={at(x)} width={at(width)} height="16" />
                <rect class="bar-done" x={at(x)} width={at((width * task.percent) / 100)} height="16" />
                {now !== null && <line class="now" x1={at(now)} x2={at(now)} y1="0" y2="16" />}
              </svg>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
