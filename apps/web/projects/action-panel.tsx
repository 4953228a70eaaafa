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
  return (
    <Section title={t.actionsTitle}>
      <Actions>
        {actions.map((action) => action.post
          ? <ActionForm action={action.href} kind={action.kind}>{action.label}</ActionForm>
          : <ButtonLink href={action.href} kind={action.kind}>{action.label}</ButtonLink>)}
      </Actions>
    </Section>
  );
}
