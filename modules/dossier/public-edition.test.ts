import { describe, expect, test } from 'vitest';
import type { FileInfo } from '#platform/files';
import { part } from './part.ts';
import { editionDigest, publicEdition, theDossierMayBePublished } from './public-edition.ts';

const file = (id: string, visibility: FileInfo['visibility']): [string, FileInfo] => [
  id,
  { id, sha256: '', sizeBytes: 1n, mediaType: 'image/jpeg', name: '', visibility, neighbourhoodId: null, uploadedBy: null, uploadedAt: new Date(0) },
];
const files = new Map([file('open', 'public'), file('inner', 'office')]);
const parts = [
  part('meetings', '会议', [
    {
      heading: '王小英家的楼道',
      entries: [
        { kind: 'fact', label: '王小英', value: '陈伟主持，王小英记录' },
        { kind: 'text', label: '说了什么', value: '王小英（13800138000）说灯不亮，找高兴看过。' },
        {
          kind: 'table',
          label: '签到',
          columns: [{ label: '姓名' }, { label: '住处' }],
          rows: [
            ['王小英', '1 号楼 1 单元 101 室'],
            [null, null],
          ],
        },
        {
          kind: 'files',
          label: '照片',
          items: [
            { fileId: 'open', caption: '王小英在现场' },
            { fileId: 'inner', caption: '签到表' },
          ],
        },
        { kind: 'hand', label: '盖章' },
      ],
    },
  ]),
  part('audit', '审计留痕', [{ entries: [{ kind: 'fact', label: '谁', value: '王小英' }] }]),
  part('changes', '变更', [{ entries: [] }], false),
];
const rules = { names: ['王小英', '陈伟', '高兴'], keep: ['陈伟'] };

describe('a dossier for everybody', () => {
  test('covers names, phones and rooms in every value, and says each place', () => {
    const { parts: shown, covered } = publicEdition(parts, rules, files);
    const said = JSON.stringify(shown.flatMap((one) => one.groups));
    for (const secret of ['13800138000', '101 室', '王小英在']) expect(said).not.toContain(secret);
    expect(said).toContain('陈伟主持，王*英记录');
    expect(covered.map((one) => [one.kind, one.original]).filter(([, original]) => original === '王小英')).toHaveLength(5);
    expect(covered.find((one) => one.kind === 'phone')).toMatchObject({
      part: '会议',
      shown: '138****8000',
      before: '王小英（',
      after: '）说灯不亮，找高兴看过。',
    });
  });
  test('leaves out the audit trail, what was not needed, files that are not public, and places for the pen', () => {
    const { parts: shown } = publicEdition(parts, rules, files);
    expect(shown.map((one) => one.key)).toEqual(['meetings']);
    const entries = shown[0]?.groups[0]?.entries ?? [];
    expect(entries.map((entry) => entry.kind)).toEqual(['fact', 'text', 'table', 'files']);
    expect(entries.find((entry) => entry.kind === 'files')).toMatchObject({ items: [{ fileId: 'open', caption: '王*英在现场' }] });
  });
  test('shows a word that means nobody and covers a word that the rule cannot know', () => {
    const { parts: shown } = publicEdition(parts, { ...rules, keep: ['陈伟', '高兴'], added: ['灯不亮'] }, files);
    const said = JSON.stringify(shown);
    expect(said).toContain('找高兴看过');
    expect(said).not.toContain('灯不亮');
    expect(JSON.stringify(publicEdition(parts, rules, files).parts)).toContain('找高*看过');
  });
  test('is told from another by its digest, and is published only once the money is decided', () => {
    const one = publicEdition(parts, rules, files).parts;
    expect(editionDigest(one)).toBe(editionDigest(publicEdition(parts, rules, files).parts));
    expect(editionDigest(one)).not.toBe(editionDigest(publicEdition(parts, { names: [] }, files).parts));
    expect(['draft', 'in_review', 'declined', 'agreed', 'closed', 'stopped'].filter((state) => theDossierMayBePublished(state as 'draft'))).toEqual([
      'agreed',
      'closed',
      'stopped',
    ]);
  });
});
