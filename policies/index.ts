import { type PolicyPack, parsePack } from '#libs/policy';
import beizhan from './beizhan-2018.json' with { type: 'json' };
import demo from './demo-subdistrict.json' with { type: 'json' };
import frame from './frame.json' with { type: 'json' };
import framePudong from './frame-pudong.json' with { type: 'json' };
import pudong from './pudong-2024.json' with { type: 'json' };
import shanghai from './shanghai-law.json' with { type: 'json' };
import tangqiao from './tangqiao-2020.json' with { type: 'json' };
import wusong from './wusong-2020.json' with { type: 'json' };
import xinjiangwan from './xinjiangwan-2023.json' with { type: 'json' };

function read(json: unknown): PolicyPack {
  const pack = parsePack(json);
  // The packs ship with the program: a broken one is a bug, found by the tests.
  if (!pack.ok) throw new Error(`Policy pack is broken: ${pack.error.issues.join('; ')}`);
  return pack.value;
}

/** The policy packs that ship with the platform, read and checked. Pass them to `resolvePack` of libs/policy. */
export const POLICY_PACKS: readonly PolicyPack[] = [
  shanghai,
  pudong,
  framePudong,
  frame,
  tangqiao,
  wusong,
  xinjiangwan,
  beizhan,
  demo,
].map(read);
