import d3 from 'd3-sankey';

/** A place that amounts come from or go to. */
export interface FlowNode {
  id: string;
  label: string;
}

/** An amount that goes from one place to another, in fen, above zero. */
export interface Flow {
  from: string;
  to: string;
  amountFen: bigint;
}

/** What is to be drawn; flows never go round in a circle. */
export interface FlowGraph {
  nodes: readonly FlowNode[];
  flows: readonly Flow[];
}

/** Where a place stands in the picture, and how much passes through it. */
export interface PlacedNode extends FlowNode {
  x: number;
  y: number;
  width: number;
  height: number;
  amountFen: bigint;
  /** Which column of the picture it stands in; the labels of the last are written to its left. */
  last: boolean;
}

/** The ribbon of a flow as the `d` of an SVG path, closed, so that it prints as a shape and not as a line. */
export interface PlacedFlow extends Flow {
  path: string;
  /** Place of its source among the sources, for its shade. */
  shade: number;
}

/** A picture with everything in it placed; lengths in the SVG's own units. */
export interface FlowPicture {
  width: number;
  height: number;
  nodes: PlacedNode[];
  flows: PlacedFlow[];
}

const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * Lays out a flow picture (Sankey): columns from left to right, heights in proportion to the amounts. Amounts stay exact:
 * only the geometry is drawn from rounded numbers. `gap` leaves room for a node's label above it.
 */
export function layFlows(graph: FlowGraph, size: { width: number; gap: number; nodeWidth: number; heightPerNode: number }): FlowPicture {
  const flows = graph.flows.filter((flow) => flow.amountFen > 0n);
  const used = graph.nodes.filter((node) => flows.some((flow) => flow.from === node.id || flow.to === node.id));
  if (flows.length === 0) return { width: size.width, height: 0, nodes: [], flows: [] };
  const depth = depths(used, flows);
  const lastDepth = Math.max(...depth.values());
  // What nothing leaves stands in the last column, wherever it was reached.
  const column = (id: string) => (flows.some((flow) => flow.from === id) ? (depth.get(id) ?? 0) : lastDepth);
  const tallest = Math.max(...Array.from({ length: lastDepth + 1 }, (_, at) => used.filter((node) => column(node.id) === at).length));
  const height = Math.max(3, tallest) * (size.heightPerNode + size.gap);
  const placed = d3
    .sankey()
    .nodeId((node) => node.id)
    .nodeWidth(size.nodeWidth)
    .nodePadding(size.gap)
    .nodeSort(null)
    .linkSort(null)
    .extent([
      [0, size.gap],
      [size.width, height],
    ])({
    nodes: used.map(({ id }) => ({ id })),
    links: flows.map((flow) => ({ source: flow.from, target: flow.to, value: Number(flow.amountFen) })),
  });
  const sources = used.filter((node) => !flows.some((flow) => flow.to === node.id));
  const through = (id: string): bigint => {
    const sum = (all: readonly Flow[]) => all.reduce((fen, flow) => fen + flow.amountFen, 0n);
    const [out, into] = [sum(flows.filter((flow) => flow.from === id)), sum(flows.filter((flow) => flow.to === id))];
    return out > into ? out : into;
  };
  return {
    width: size.width,
    height: round(height + 4),
    nodes: placed.nodes.map((node, index) => ({
      ...(used[index] ?? { id: node.id, label: node.id }),
      x: round(node.x0),
      y: round(node.y0),
      width: round(node.x1 - node.x0),
      // A fen among millions is still to be seen.
      height: Math.max(1.5, round(node.y1 - node.y0)),
      amountFen: through(node.id),
      last: node.x1 >= size.width - 1,
    })),
    flows: placed.links.map((link, index) => ({
      ...(flows[index] ?? { from: link.source.id, to: link.target.id, amountFen: 0n }),
      path: ribbon(link.source.x1, link.y0, link.target.x0, link.y1, Math.max(1, link.width)),
      shade: Math.max(
        0,
        sources.findIndex((node) => node.id === rootOf(link.source.id, flows)),
      ),
    })),
  };
}

/** How many steps a place is from a beginning, at most. Throws where flows go round in a circle. */
function depths(nodes: readonly FlowNode[], flows: readonly Flow[]): Map<string, number> {
  const depth = new Map(nodes.map((node) => [node.id, 0]));
  for (let round = 0, moved = true; moved; round++) {
    if (round > nodes.length) throw new RangeError('flows go round in a circle');
    moved = false;
    for (const flow of flows) {
      const next = (depth.get(flow.from) ?? 0) + 1;
      if (next > (depth.get(flow.to) ?? 0)) {
        depth.set(flow.to, next);
        moved = true;
      }
    }
  }
  return depth;
}

/** The beginning that most of a place's money came from: its shade is taken on. */
function rootOf(id: string, flows: readonly Flow[]): string {
  const into = flows.filter((flow) => flow.to === id);
  const largest = into.reduce<Flow | null>((best, flow) => (best === null || flow.amountFen > best.amountFen ? flow : best), null);
  return largest === null ? id : rootOf(largest.from, flows);
}

/** A band of constant thickness from one place to another, bending half way. */
function ribbon(x0: number, y0: number, x1: number, y1: number, width: number): string {
  const [half, middle] = [width / 2, round((x0 + x1) / 2)];
  const [a, b, c, d] = [round(y0 - half), round(y1 - half), round(y1 + half), round(y0 + half)];
  const [left, right] = [round(x0), round(x1)];
  return `M${left} ${a}C${middle} ${a} ${middle} ${b} ${right} ${b}V${c}C${middle} ${c} ${middle} ${d} ${left} ${d}Z`;
}
