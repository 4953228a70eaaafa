import { ActionForm, Actions, type ButtonKind, ButtonLink, Section, useLang } from '../ui/index.ts';
import { projectText } from './text.ts';

/** Something this viewer can do now: a page to go to, or one button. */
export interface PanelAction {
  label: string;
  href: string;
  /** A button that sends at once; otherwise a link. */
  post?: boolean;
  kind?: ButtonKind;
}

/** What this viewer can do now; nothing for those who only read. */
export function ActionPanel({ actions }: { actions: readonly PanelAction[] }) {
  const t = projectText[useLang()];
  if (actions.length === 0) return null;
  const [first, more] = [actions.filter((action) => action.kind !== 'quiet'), actions.filter((action) => action.kind === 'quiet')];
  return (
    <Section title={t.actionsTitle}>
      {first.length > 0 && (
        <Actions>
          {first.map((action) => (
            <One action={action} />
          ))}
        </Actions>
      )}
      {first.length === 0 && (
        <Actions>
          {more.map((action) => (
            <One action={action} />
          ))}
        </Actions>
      )}
      {first.length > 0 && more.length > 0 && (
        <details>
          <summary>{t.moreActions}</summary>
          <Actions>
            {more.map((action) => (
              <One action={action} />
            ))}
          </Actions>
        </details>
      )}
    </Section>
  );
}

const One = ({ action }: { action: PanelAction }) =>
  action.post ? (
    <ActionForm action={action.href} kind={action.kind}>
      {action.label}
    </ActionForm>
  ) : (
    <ButtonLink href={action.href} kind={action.kind}>
      {action.label}
    </ButtonLink>
  );
