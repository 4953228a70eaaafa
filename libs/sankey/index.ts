/** Flow pictures (Sankey): where an amount came from, what it became, where it went. Amounts exact, geometry for SVG. */
export { type Flow, type FlowGraph, type FlowNode, type FlowPicture, layFlows, type PlacedFlow, type PlacedNode } from './layout.ts';
