import { everyone, type Line, line, office, same } from './matrix-lines.ts';

/** Versions of the policy, and the office's editor of the next one. */
export const policyVersions: Line[] = [
  same('GET /policy/versions', everyone),
  same('POST /policy/versions', office, { attack: { from: 'above', title: '抢写的规定' } }),
  line('GET /policy/versions/:id', '/policy/versions/{adoptedPolicy}', everyone),
  line('GET /policy/versions/:id/pack.json', '/policy/versions/{adoptedPolicy}/pack.json', everyone),
  line('GET /policy/drafts/:id', '/policy/drafts/{policyDraft}', office),
  line('POST /policy/drafts/:id', '/policy/drafts/{policyDraft}', office, { attack: { title: '改名', version: '9' } }),
  line('GET /policy/drafts/:id/rule', '/policy/drafts/{policyDraft}/rule?kind=cap', office),
  line('POST /policy/drafts/:id/rule', '/policy/drafts/{policyDraft}/rule', office, {
    fields: { kind: 'duty' },
    attack: { 'title-zh': '义务', source: '某', clause: '一', status: 'text', stage: 'meeting' },
  }),
  line('POST /policy/drafts/:id/rule/remove', '/policy/drafts/{policyDraft}/rule/remove', office, { attack: { rule: 'x' } }),
  line('GET /policy/drafts/:id/replay', '/policy/drafts/{policyDraft}/replay', office),
  ...['propose', 'publish', 'back', 'drop'].map((what) => line(`POST /policy/drafts/:id/${what}`, `/policy/drafts/{policyDraft}/${what}`, office)),
];
