declare module 'd3-sankey' {
  /** The parts of d3-sankey that are used here; the package ships no types. Written as it is exported to CommonJS readers. */
  interface SankeyNode {
    id: string;
    x0: number;
    x1: number;
    y0: number;
    y1: number;
  }
  interface SankeyLink {
    source: SankeyNode;
    target: SankeyNode;
    y0: number;
    y1: number;
    width: number;
  }
  interface Layout {
    (graph: { nodes: { id: string }[]; links: { source: string; target: string; value: number }[] }): { nodes: SankeyNode[]; links: SankeyLink[] };
    nodeId(id: (node: { id: string }) => string): this;
    nodeWidth(width: number): this;
    nodePadding(padding: number): this;
    nodeSort(sort: null): this;
    linkSort(sort: null): this;
    extent(extent: [[number, number], [number, number]]): this;
  }
  const module: { sankey(): Layout };
  export default module;
}
