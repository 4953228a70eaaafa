import type { Stage } from './stage.ts';

/** The chapters of the demo, in order; each can be told alone after the world is built. */
export const chapters: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {};
