import { type FlowGraph, type FlowPicture, layFlows } from '#libs/sankey';
import { useLang, yuanText } from '../ui/index.ts';
import { statementText } from './text.ts';

const shade = (index: number): number => (index % 6) + 1;

/** How many characters fit beside each other; a Chinese one takes two places. */
function cut(text: string, places: number): string {
  let taken = 0;
  let out = '';
  for (const char of text) {
    taken += char > '\u2e7f' ? 2 : 1;
    if (taken > places) return `${out}…`;
    out += char;
  }
  return out;
}

function Picture({
  picture,
  className,
  fontSize,
  label,
  places,
}: {
  picture: FlowPicture;
  className: string;
  fontSize: number;
  label: string;
  places: number;
}) {
  return (
    <svg class={`flow ${className}`} viewBox={`0 0 ${picture.width} ${picture.height}`} role="img" aria-label={label}>
      {picture.flows.map((flow) => (
        <path class={`s${shade(flow.shade)}`} d={flow.path} />
      ))}
      {picture.nodes.map((node) => (
        <rect x={node.x} y={node.y} width={node.width} height={node.height} />
      ))}
      {picture.nodes.map((node) => {
        const x = node.last ? node.x + node.width : node.x;
        const anchor = node.last ? 'end' : 'start';
        return (
          <>
            <text x={x} y={node.y - fontSize * 1.4} text-anchor={anchor} font-size={fontSize}>
              {cut(node.label, places)}
            </text>
            <text class="figure" x={x} y={node.y - fontSize * 0.25} text-anchor={anchor} font-size={fontSize}>
              {yuanText(node.amountFen)}
            </text>
          </>
        );
      })}
    </svg>
  );
}

/** The sentence that stands for the picture where it is not seen; the table beside it has every figure. */
export const flowWords = (graph: FlowGraph, label: string): string => {
  const name = (id: string) => graph.nodes.find((node) => node.id === id)?.label ?? id;
  return `${label}：${graph.flows
    .filter((flow) => flow.amountFen > 0n)
    .map((flow) => `${name(flow.from)}→${name(flow.to)} ${yuanText(flow.amountFen)}`)
    .join('；')}`;
};

const wide = { width: 900, gap: 44, nodeWidth: 14, heightPerNode: 34 };
const narrow = { width: 360, gap: 38, nodeWidth: 10, heightPerNode: 30 };

/** Where money came from and went: a wide picture, and on a narrow screen one with the same figures closer together. */
export function FlowChart({ graph, label }: { graph: FlowGraph; label: string }) {
  const lang = useLang();
  const picture = layFlows(graph, wide);
  if (picture.flows.length === 0) return null;
  const small = layFlows(graph, narrow);
  const spoken = flowWords(graph, label);
  const columns = new Set(small.nodes.map((node) => node.x)).size;
  return (
    <figure class="chart">
      <Picture picture={picture} className="wide" fontSize={15} label={spoken} places={columns > 2 ? 30 : 46} />
      <Picture picture={small} className="narrow" fontSize={12.5} label={spoken} places={columns > 2 ? 14 : 24} />
      <figcaption class="soft">{statementText[lang].flowNote}</figcaption>
    </figure>
  );
}

const inks = ['#8a3f49', '#c9a45c', '#5b8578', '#7381a2', '#a58497', '#989c7f'];
const escape = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

/** The picture for paper: outlines and shades that differ in lightness, so that a copier keeps them apart. */
export function flowSvg(graph: FlowGraph, width: number): string | null {
  const picture = layFlows(graph, { width, gap: 28, nodeWidth: 9, heightPerNode: width > 500 ? 22 : 26 });
  if (picture.flows.length === 0) return null;
  const columns = new Set(picture.nodes.map((node) => node.x)).size;
  const flows = picture.flows
    .map((flow) => `<path d="${flow.path}" fill="${inks[flow.shade % inks.length]}" fill-opacity="0.45" stroke="#22261f" stroke-width="0.3"/>`)
    .join('');
  const nodes = picture.nodes
    .map((node) => {
      const x = node.last ? node.x + node.width : node.x;
      const at = `x="${x}" text-anchor="${node.last ? 'end' : 'start'}" font-size="8" font-family="main" fill="#22261f"`;
      return (
        `<rect x="${node.x}" y="${node.y}" width="${node.width}" height="${node.height}" fill="#22261f"/>` +
        `<text ${at} y="${node.y - 11}">${escape(cut(node.label, columns > 2 ? 26 : 40))}</text><text ${at} y="${node.y - 2}">${yuanText(node.amountFen)}</text>`
      );
    })
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${picture.width}" height="${picture.height}" viewBox="0 0 ${picture.width} ${picture.height}">${flows}${nodes}</svg>`;
}
