import { readFileSync } from 'node:fs';
import { inPackage } from '#platform/root';
import { Layout, type PageFrame, type View } from '../ui/index.ts';
import { purchaseText } from './purchase-text.ts';

// The page shows the guide of the repository, so that there is one text, checked by one test.
const source = inPackage('docs', 'guide', 'how-to-pay-for-a-screw.md');

/** A block of the guide. */
export type GuideBlock = { kind: 'h2' | 'p'; text: string } | { kind: 'ol' | 'ul'; items: string[] };

/** Reads the few forms the guide uses: headings, paragraphs, lists. The first heading is the page's title and left out. */
export function guideBlocks(markdown: string): GuideBlock[] {
  const blocks: GuideBlock[] = [];
  for (const line of markdown.split('\n').map((each) => each.trim())) {
    const item = /^(\d+\.|-) (.*)$/.exec(line);
    const last = blocks.at(-1);
    if (line === '' || line.startsWith('# ')) continue;
    if (line.startsWith('## ')) blocks.push({ kind: 'h2', text: line.slice(3) });
    else if (item) {
      const kind = item[1] === '-' ? 'ul' : 'ol';
      if (last && 'items' in last && last.kind === kind) last.items.push(item[2] ?? '');
      else blocks.push({ kind, items: [item[2] ?? ''] });
    } else blocks.push({ kind: 'p', text: line });
  }
  return blocks;
}

/** Bold parts stand out; links of the repository are only words here. */
function inline(text: string): View[] {
  return text
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .split('**')
    .map((part, index) => (index % 2 === 1 ? <b>{part}</b> : part));
}

let blocks: GuideBlock[] | undefined;

/** How to pay for a screw: the one page for whoever spends for the first time. */
export function GuidePage({ page }: { page: PageFrame }) {
  const t = purchaseText[page.lang];
  blocks ??= guideBlocks(readFileSync(source, 'utf8'));
  return (
    <Layout page={page} title={t.guide}>
      <article lang="zh-CN">
        {blocks.map((block) =>
          'items' in block ? (
            block.kind === 'ol' ? (
              <ol>
                {block.items.map((item) => (
                  <li>{inline(item)}</li>
                ))}
              </ol>
            ) : (
              <ul>
                {block.items.map((item) => (
                  <li>{inline(item)}</li>
                ))}
              </ul>
            )
          ) : block.kind === 'h2' ? (
            <h2>{block.text}</h2>
          ) : (
            <p>{inline(block.text)}</p>
          ),
        )}
      </article>
    </Layout>
  );
}
