import { clockOf, whoSpeaks } from '#modules/reviews';
import { type Tone, useLang } from '../ui/index.ts';
import { pitchText } from './pitch-text.ts';
import type { PitchFigures, PitchTurn } from './pitch-view.ts';

/** Tone of a turn's stage. */
export const stageTone: Readonly<Record<PitchTurn['stage'], Tone>> = { waiting: 'plain', pitch: 'act', questions: 'wait', done: 'good', absent: 'bad' };

/** Seconds in words. */
export function durationText(seconds: number, lang: 'zh' | 'en'): string {
  return pitchText[lang].duration(Math.floor(seconds / 60), seconds % 60);
}

/** The running clock; the server says when it ends, script makes it tick. */
export function Clock({ figures, now }: { figures: PitchFigures; now: Date }) {
  const t = pitchText[useLang()];
  const clock = clockOf(figures.session, whoSpeaks(figures.turns));
  if (!clock) return null;
  const left = Math.ceil((clock.endsAt.getTime() - now.getTime()) / 1000);
  const shown = `${left < 0 ? '−' : ''}${Math.floor(Math.abs(left) / 60)}:${String(Math.abs(left) % 60).padStart(2, '0')}`;
  return (
    <p class="clock" role="timer" data-left={String(left)} data-warn={String(figures.session.warnSeconds)} data-over={t.over} data-soon={t.soon}>
      <b class="time">{shown}</b> <span class="note">{left <= 0 ? t.over : left <= figures.session.warnSeconds ? t.soon : t.left}</span>
    </p>
  );
}
