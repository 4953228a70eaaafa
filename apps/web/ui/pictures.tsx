import { sizeText } from './format.ts';
import type { View } from './frame.ts';
import { useLang } from './frame.ts';
import { uiText } from './text.ts';

/** A picture with the words for those who do not see it. */
export interface Picture {
  src: string;
  alt: string;
  caption?: View;
  /** The full picture. */
  href?: string;
}

/** Photos in a grid, each with its caption. */
export function Photos({ items }: { items: readonly Picture[] }) {
  return (
    <ul class="photos">
      {items.map((item) => (
        <li>
          <figure>
            {item.href === undefined ? (
              <img src={item.src} alt={item.alt} width="480" height="320" loading="lazy" />
            ) : (
              <a href={item.href}>
                <img src={item.src} alt={item.alt} width="480" height="320" loading="lazy" />
              </a>
            )}
            {item.caption !== undefined && <figcaption>{item.caption}</figcaption>}
          </figure>
        </li>
      ))}
    </ul>
  );
}

/** A stored file. */
export interface FileItem {
  name: string;
  href: string;
  sizeBytes?: number;
  /** What it is: 「发票」「会议纪要」. */
  kind?: string;
  /** When and by whom it was added. */
  note?: View;
  /** SHA-256 of its content, shown shortened. */
  hash?: string;
}

/** Files with what they are, their size and the mark of their content. */
export function FileList({ items }: { items: readonly FileItem[] }) {
  return (
    <ul class="files">
      {items.map((item) => (
        <li>
          <a href={item.href}>{item.name}</a>
          <p class="soft">
            {[item.kind, item.sizeBytes === undefined ? undefined : sizeText(item.sizeBytes)].filter((part) => part !== undefined).join(' · ')} {item.note}{' '}
            {item.hash !== undefined && <code title={item.hash}>{item.hash.slice(0, 12)}</code>}
          </p>
        </li>
      ))}
    </ul>
  );
}

/** Before and after: two pictures side by side; with script one picture and a slider over it. */
export function BeforeAfter(props: { before: Picture; after: Picture; caption?: View }) {
  const text = uiText[useLang()];
  return (
    <figure class="compare">
      <div class="pair" data-compare={text.compare}>
        <figure>
          <img src={props.before.src} alt={props.before.alt} width="960" height="640" />
          <figcaption>{props.before.caption ?? text.before}</figcaption>
        </figure>
        <figure>
          <img src={props.after.src} alt={props.after.alt} width="960" height="640" />
          <figcaption>{props.after.caption ?? text.after}</figcaption>
        </figure>
      </div>
      {props.caption !== undefined && <figcaption>{props.caption}</figcaption>}
    </figure>
  );
}
