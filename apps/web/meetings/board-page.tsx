import { raw } from 'hono/html';
import { type Board, kindNames, meetingKinds, missingForQuorum, seatsNeeded } from '#modules/meetings';
import { maskName } from '#modules/people';
import { htmlLang, type Lang } from '#platform/i18n';
import { assetUrl, instantText } from '../ui/index.ts';
import { aroundText } from './around-words.ts';
import { meetingText } from './text.ts';

export interface BoardPageView {
  lang: Lang;
  base: string;
  board: Board;
  qr: string;
  now: Date;
}

/** How many are there of how many, and what is still missing. */
export function boardNumbers(board: Board): { present: number; entitled: number | null; needed: number | null; missing: number | null } {
  const present = board.seats !== null ? board.taken : board.counted === 'household' ? board.households : board.quorum ? board.persons : board.heads;
  const entitled = board.quorum ? (board.seats ?? board.entitledCount) : null;
  if (!board.quorum || entitled === null) return { present, entitled, needed: null, missing: null };
  return { present, entitled, needed: seatsNeeded(board.quorum, entitled), missing: missingForQuorum(present, entitled, board.quorum) };
}

/**
 * The room's screen, readable from the last row: the code to scan, how many are there, how many are missing and by which clause, what is discussed.
 * The server has it fetched anew every five seconds, without script; behind it stands one query.
 */
export function BoardPage({ lang, base, board, qr, now }: BoardPageView) {
  const t = aroundText[lang];
  const m = meetingText[lang];
  const n = boardNumbers(board);
  const words = (count: number) => (board.counted === 'household' ? m.households(count) : m.people(count));
  const kind = meetingKinds.find((one) => one === board.kind) ?? 'talk';
  const open = board.state === 'called';
  const css = assetUrl('board.css');
  const time = instantText(now, lang).slice(-5);
  return (
    <>
      {raw('<!doctype html>')}
      <html lang={htmlLang[lang]}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>{board.title}</title>
          {css && <link rel="stylesheet" href={css} />}
        </head>
        <body>
          <header>
            <p>
              {kindNames[kind][lang]} · {board.place}
            </p>
            <h1>{board.title}</h1>
          </header>
          <main>
            <section class={n.missing === null ? 'count' : n.missing === 0 ? 'count reached' : 'count'} aria-live="polite">
              <p class="label">{t.boardPresent}</p>
              <p class="present">{words(n.present)}</p>
              {n.entitled !== null && n.needed !== null && (
                <>
                  <Bar
                    present={n.present}
                    entitled={n.entitled}
                    needed={n.needed}
                    label={`${t.boardEntitled(words(n.entitled))} · ${t.boardNeeds(words(n.needed))}`}
                  />
                  <p class="missing">{n.missing === 0 ? t.boardReached : t.boardMissing(words(n.missing ?? 0))}</p>
                </>
              )}
              {board.quorum ? <p class="clause">{n.entitled === null ? t.rollUnknown : board.quorum.clause}</p> : <p class="clause">{t.boardNoQuorum}</p>}
              {board.online > 0 && <p class="clause">{t.boardOnline(board.online)}</p>}
              {board.latest.length > 0 && (
                <p class="latest">
                  {t.boardLatest}
                  {lang === 'zh' ? '：' : ': '}
                  {board.latest.map(maskName).join(lang === 'zh' ? '、' : ', ')}
                </p>
              )}
            </section>
            <section class="join">
              {open ? (
                <>
                  <div class="qr">{raw(qr)}</div>
                  <p class="label">{t.boardScan}</p>
                  <p class="code">{board.signInCode}</p>
                </>
              ) : (
                <p class="missing">{t.boardClosed}</p>
              )}
            </section>
          </main>
          {board.agenda.length > 0 && (
            <section class="agenda">
              <h2>{t.boardAgenda}</h2>
              <ol>
                {board.agenda.slice(0, 8).map((item, index) => (
                  <li aria-current={board.current === index + 1 ? 'step' : undefined}>{item}</li>
                ))}
              </ol>
            </section>
          )}
          <footer>
            <a href={`${base}/meetings/${board.id}`}>{t.boardBack}</a> <span>{t.boardLive(time)}</span>
          </footer>
        </body>
      </html>
    </>
  );
}

/** Those present as a bar, with the mark where the quorum is reached. */
function Bar(props: { present: number; entitled: number; needed: number; label: string }) {
  const of = (count: number) => (props.entitled === 0 ? 0 : Math.min(100, (100 * count) / props.entitled));
  return (
    <>
      <svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" role="img" aria-label={props.label}>
        <rect class="all" width="100" height="8" />
        <rect class="here" width={of(props.present).toFixed(2)} height="8" />
        <rect class="mark" x={Math.min(99.4, of(props.needed)).toFixed(2)} width="0.6" height="8" />
      </svg>
      <p class="of">{props.label}</p>
    </>
  );
}
