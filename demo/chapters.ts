import { openOffice } from './office.ts';
import { gateLamp, lamps, lane, playground, stewards } from './plots.ts';
import type { Stage } from './stage.ts';
import { tellUntilSubmitted } from './story.ts';

/** The chapters of the demo, in order; each can be told alone after the world is built. */
export const chapters: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  office: openOffice,
  cailu: async (stage) => { await tellUntilSubmitted(stage, lamps); },
  changdao: async (stage) => { await tellUntilSubmitted(stage, lane); },
  shengli: async (stage) => { await tellUntilSubmitted(stage, playground); },
  qingdong: async (stage) => { await tellUntilSubmitted(stage, stewards); },
  'cailu-gate': async (stage) => { await tellUntilSubmitted(stage, gateLamp); },
};
