import exceljs from 'exceljs';
import { describe, expect, it } from 'vitest';
import { dataTable, selectRows, tableXlsx } from './index.ts';
import { projectRows, projectTable } from './showcase.fixture.tsx';

const names = (query: Record<string, string>) => selectRows(projectTable('zh', query)).matching.map((row) => row.name);
const first = projectRows[0];
if (!first) throw new Error('the showcase has rows');
const many = Array.from({ length: 120 }, (_, index) => ({
  ...first,
  name: `项目 ${index + 1}`,
  grantFen: BigInt(index) * 100n,
}));

describe('a list', () => {
  it('is searched in all its columns; all words must be found', () => {
    expect(names({ q: '蔡路' })).toEqual(['楼道亮起来']);
    expect(names({ q: '蔡路 管护' })).toEqual([]);
  });

  it('is filtered, and an empty filter is none', () => {
    expect(names({ stage: '实施' })).toEqual(['儿童乐园']);
    expect(names({ stage: '' })).toHaveLength(3);
  });

  it('is sorted by value, not by what is drawn; what is missing stands last', () => {
    expect(names({ sort: 'leverage' })).toEqual(['楼道亮起来', '儿童乐园', '海棠巷']);
    expect(names({ sort: 'grant', desc: '1' })[0]).toBe('楼道亮起来');
    const lacking = projectTable('zh', { sort: 'leverage', desc: '1' }, [{ ...first, leverage: null }, ...projectRows]);
    expect(selectRows(lacking).matching.at(-1)?.leverage).toBeNull();
    const amounts = selectRows(projectTable('zh', { sort: 'grant' }, many)).matching.map((row) => row.grantFen);
    expect(amounts[1]).toBe(100n);
    expect(amounts.at(-1)).toBe(11_900n);
  });

  it('does not sort by a column that is not offered, nor fall over a page that is not there', () => {
    expect(selectRows(projectTable('zh', { sort: 'waits' })).sort).toBeUndefined();
    expect(selectRows(projectTable('zh', { sort: '__proto__' })).sort).toBeUndefined();
    expect(selectRows(projectTable('zh', { page: '99' }, many)).page).toBe(3);
    expect(selectRows(projectTable('zh', { page: '-1' }, many)).page).toBe(1);
    expect(selectRows(projectTable('zh', { page: 'x' }, many)).shown).toHaveLength(50);
  });

  it('keeps the other conditions in its links and escapes what was typed', () => {
    const html = String(dataTable(projectTable('zh', { q: '"><i>', sort: 'grant', page: '2' }, many)));
    expect(html).not.toContain('<i>');
    const paged = String(dataTable(projectTable('zh', { q: '项目', sort: 'grant', page: '2' }, many)));
    expect(paged).toContain('href="/s/gq/projects?q=%E9%A1%B9%E7%9B%AE&amp;sort=grant&amp;page=3"');
    expect(paged).toContain('href="/s/gq/projects?q=%E9%A1%B9%E7%9B%AE&amp;sort=grant&amp;desc=1"');
    expect(paged).toContain('aria-sort="ascending"');
  });

  it('labels every cell for the phone and says what to do when nothing matches', () => {
    expect(String(dataTable(projectTable('zh')))).toContain('<td data-h="撬动" class="n">6 倍</td>');
    expect(String(dataTable(projectTable('zh', { q: '没有的' })))).toContain('换一个词');
  });

  it('leaves as Excel with every matching row on all pages, in the chosen order', async () => {
    const bytes = await tableXlsx(projectTable('zh', { sort: 'grant', desc: '1' }, many));
    const workbook = new exceljs.Workbook();
    const copy = new ArrayBuffer(bytes.byteLength);
    new Uint8Array(copy).set(bytes);
    await workbook.xlsx.load(copy);
    const sheet = workbook.worksheets[0];
    expect(sheet?.rowCount).toBe(121);
    expect(sheet?.getCell('A1').value).toBe('项目');
    expect(sheet?.getCell('D2').value).toBe(119);
  });
});

const nasty = `<b onclick="x('1')">&amp;`;

describe('a plain cell of a table', () => {
  it('shows its text and the label of its column, never their markup', async () => {
    const html = String(
      await dataTable({
        rows: [{ text: nasty }],
        query: {},
        lang: 'zh',
        base: '/x',
        tools: false,
        columns: [{ key: 'a', label: nasty, value: (row) => row.text }],
      }),
    );
    expect(html).not.toContain('<b');
    expect(html.split('&lt;b onclick=&quot;x(&#39;1&#39;)&quot;&gt;&amp;amp;').length - 1).toBe(3);
  });
});
