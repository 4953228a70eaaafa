import type { Asset, UpkeepPlan, UpkeepTask } from '#modules/projects';
import type { Lang } from '#platform/i18n';
import type { Tone } from '../ui/index.ts';
import { upkeepText } from './upkeep-text.ts';
import { type PublicNames, shownName } from './words.ts';

/** Who holds a thing, as this viewer may read it: a keeper is named, the public is told whom to call. */
export function holderWords(asset: Asset, lang: Lang, names: PublicNames | null): string {
  const t = upkeepText[lang];
  const { holding } = asset;
  if (holding === null) return t.stateGone;
  if (holding.kind === 'keeper') return t.keptBy(holding.name);
  const name = holding.kind === 'committee' ? holding.name : names ? shownName(holding.name, holding.personId, names) : holding.name;
  return t.meanwhile(name, holding.reason);
}

/** How a thing stands, as a badge. */
export function assetState(asset: Asset, lang: Lang): { tone: Tone; text: string } {
  const t = upkeepText[lang];
  if (asset.abandonment) return { tone: 'plain', text: t.stateGone };
  if (asset.alarm) return { tone: 'bad', text: t.stateAlarm(asset.alarm.level) };
  if (asset.holding?.kind !== 'keeper') return { tone: 'wait', text: t.stateUnkept };
  return { tone: 'good', text: t.stateGood };
}

/** How often and in which season, in words. */
export function rhythmWords(plan: Pick<UpkeepPlan, 'every' | 'unit' | 'season'>, lang: Lang): string {
  const t = upkeepText[lang];
  return `${t.rhythm(plan.every, plan.unit === 'month' && lang === 'zh' ? '个月' : t[plan.unit])}${plan.season ? t.inSeason(plan.season.from, plan.season.to) : ''}`;
}

/** What a day of the calendar is about. */
export const taskTitle = (task: UpkeepTask, lang: Lang): string =>
  task.title === null ? upkeepText[lang].checkTitle : task.assetName === null ? task.title : `${task.title} · ${task.assetName}`;
