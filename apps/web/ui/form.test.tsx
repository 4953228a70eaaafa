import { expect, test } from 'vitest';
import { FieldRow, Form, TextField } from './index.ts';

test('the error summary names each field, also inside rows', () => {
  const html = String(
    <Form action="/x" errors={{ name: '请填写这一项', day: '请选一个日期', '': '没有办成' }}>
      <TextField name="name" label="名称" />
      <FieldRow>
        <TextField name="day" label="日期" />
      </FieldRow>
    </Form>,
  );
  expect(html).toContain('>名称：请填写这一项</a>');
  expect(html).toContain('>请选一个日期</a>');
  expect(html).toContain('<li>没有办成</li>');
});
