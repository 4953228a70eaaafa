import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { field, Form } from './index.ts';
import { isId, MalformedBody } from './form.ts';

const formOf = (body: Record<string, unknown>) => Form.from(body);

describe('what was posted', () => {
  test('is trimmed and cleaned of what cannot be typed; line ends are one kind', async () => {
    const form = await formOf({ text: ' 楼道\u0000没\u001b灯\r\n第二行\r第三行\ud83d ' });
    expect(form.text('text')).toBe('楼道没灯\n第二行\n第三行\ufffd');
  });
  test('whatever it is, it can be stored: well-formed and without control characters', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const clean = (await formOf({ text: `${text}\ud800` })).text('text');
        expect(/\p{Surrogate}/u.test(clean)).toBe(false);
        // biome-ignore lint: control characters are what is looked for
        expect(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(clean)).toBe(false);
      }),
    );
  });
  test('a field that repeats is a list, one that is missing is empty', async () => {
    const form = await formOf({ who: ['甲', ' 乙 '], one: '丙' });
    expect([form.texts('who'), form.texts('one'), form.texts('none'), form.text('who'), form.text('none')]).toEqual([['甲', '乙'], ['丙'], [], '甲', '']);
  });
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('a field called %s is a field like others', async (name) => {
    const empty = await formOf({});
    expect([empty.has(name), empty.text(name), empty.texts(name)]).toEqual([false, '', []]);
    expect((await formOf(Object.fromEntries([[name, 'x']]))).text(name)).toBe('x');
  });
  test('files keep their bytes; an empty file field is no file', async () => {
    const form = await formOf({ photo: [new File([], ''), new File(['ab'], 'a\u0000.jpg')] });
    expect(form.files('photo').map((file) => [file.name, file.bytes.length])).toEqual([['a.jpg', 2]]);
  });
  test('an id is a UUID in small letters or nothing', async () => {
    const id = '0190B1F0-0000-7000-8000-00000000000A';
    expect((await formOf({ id })).id('id')).toBe(id.toLowerCase());
    for (const bad of ['', '1', `${id} `.repeat(2), "' or 1=1", '٠'.repeat(36)]) expect((await formOf({ id: bad })).id('id')).toBeNull();
    expect(isId(id)).toBe(false);
  });
  test.each([
    ['8 to 100 letters, digits, - and _', 'abcd-EFGH_1', true],
    ['too short', 'abc', false],
    ['too long', 'a'.repeat(101), false],
    ['odd letters', "abcdefgh'", false],
  ])('a key has %s', async (_what, key, taken) => {
    expect((await formOf({ _key: key })).key).toBe(taken ? key : undefined);
  });
});

describe('parsing', () => {
  const schema = z.object({ title: field.text(5), day: field.day(), amount: field.amount(), note: field.text(5).optional(), who: field.list() });
  test('gives values, or a code for each field that is wrong', async () => {
    expect((await formOf({ title: '灯', day: '2026-11-02', amount: '12.30', note: ' ', who: ['甲', '乙'] })).parse(schema)).toEqual({
      ok: true,
      value: { title: '灯', day: '2026-11-02', amount: 1230n, who: ['甲', '乙'] },
    });
    expect((await formOf({ title: '六个字太长了', day: '2026-02-30', amount: '-1', note: '六个字太长了' })).parse(schema)).toEqual({
      ok: false,
      error: { title: 'too-long', day: 'not-a-date', amount: 'not-an-amount', note: 'too-long' },
    });
    const typed = async (amount: string) => (await formOf({ title: '灯', day: '2026-11-02', amount })).parse(schema);
    expect(await typed('9999999999.99')).toMatchObject({ ok: true, value: { amount: 999_999_999_999n } });
    expect(await typed('10000000000')).toEqual({ ok: false, error: { amount: 'amount-too-large' } });
    expect((await formOf({ title: '  ' })).parse(schema)).toEqual({ ok: false, error: { title: 'required', day: 'required', amount: 'required' } });
  });
  test('a field that is there twice is not one value', async () => {
    expect((await formOf({ title: ['甲', '乙'], day: '2026-11-02', amount: '1' })).parse(schema)).toEqual({ ok: false, error: { title: 'invalid' } });
  });
  test('fields that the schema does not know are not passed on', async () => {
    const parsed = (await formOf({ title: '灯', admin: 'yes', _key: 'abcdefgh' })).parse(z.object({ title: field.text() }));
    expect(parsed).toEqual({ ok: true, value: { title: '灯' } });
  });
});

describe('a body that is not the form it says', () => {
  test.each([
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=a', '--b--'],
    ['multipart/form-data; boundary=a', '--a\r\ncut'],
  ])('%s: MalformedBody', async (type, body) => {
    const app = new Hono();
    app.post('/', async (context) =>
      context.text((await Form.read(context).catch((error: unknown) => error)) instanceof MalformedBody ? 'malformed' : 'taken'),
    );
    expect(await (await app.request('/', { method: 'POST', body, headers: { 'content-type': type } })).text()).toBe('malformed');
  });
});
