import { ActionForm, Instant, Section, Soft } from '../ui/index.ts';
import type { HomeView } from './home-page.tsx';
import { peopleText } from './text.ts';

/** Letters of a household: when printed and what became of them; never the code. */
export function HomeLetters({ view, at }: { view: HomeView; at: string }) {
  const { page, letters, may } = view;
  const t = peopleText[page.lang];
  const stateOf = (letter: (typeof letters)[number]) =>
    letter.usedAt ? t.letterUsed(letter.usedByName ?? '') : letter.voidedAt ? t.letterVoid : letter.expiresAt <= view.now ? t.letterExpired : t.letterOpen;
  return (
    <Section title={t.letters}>
      {letters.length === 0 ? (
        <Soft>{t.noLetters}</Soft>
      ) : (
        <ul>
          {letters.slice(0, 5).map((letter) => (
            <li>
              {t.letterPrinted} <Instant at={letter.issuedAt} />：{stateOf(letter)}
            </li>
          ))}
        </ul>
      )}
      {may.letters && (
        <ActionForm action={`${at}/letter`} kind="quiet">
          {t.printLetter}
        </ActionForm>
      )}
    </Section>
  );
}
