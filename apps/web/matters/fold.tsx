import { Button, type ButtonKind, Form, Soft, type View } from '../ui/index.ts';
import type { MatterPageProps } from './matter-page.tsx';

/** A form behind its name, open when it came back with errors. Works without script. */
export function Fold(props: { page: MatterPageProps; name: string; label: string; button?: string; kind?: ButtonKind; lead?: string; children?: View }) {
  const { page, view, back } = props.page;
  const mine = back?.form === props.name ? back : undefined;
  return (
    <details class="fold" open={mine !== undefined}>
      <summary>{props.label}</summary>
      {props.lead !== undefined && <Soft>{props.lead}</Soft>}
      <Form id={props.name} action={`${page.base}/matters/${view.matter.id}/${props.name}`} errors={mine?.errors} values={mine?.values}>
        {props.children}
        <Button kind={props.kind}>{props.button ?? props.label}</Button>
      </Form>
    </details>
  );
}
