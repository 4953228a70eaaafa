import { describe, expect, it } from 'vitest';
import { ActionForm, Form, Layout, MoneyBar, Section, TextField } from './index.ts';
import type { PageFrame } from './index.ts';

const frame: PageFrame = {
  lang: 'zh',
  type: 'large',
  siteName: '支点',
  subdistrictName: '高桥镇',
  placeName: '蔡路居民区',
  base: '/s/gaoqiao',
  nav: [{ href: '/s/gaoqiao/matters', label: '议题', current: true }],
  csrf: 'token-1',
  path: '/s/gaoqiao/matters?q=灯',
  demo: true,
};

describe('Layout', () => {
  it('draws a whole page in the language and the type size of its frame', () => {
    const html = String(<Layout page={frame} title="议题" crumbs={[{ label: '首页', href: '/' }]} />);
    expect(html.startsWith('<!doctype html><html lang="zh-CN" data-type="large">')).toBe(true);
    expect(html).toContain('<h1>议题</h1>');
    expect(html).toContain('value="/s/gaoqiao/matters?q=灯"');
    const english = String(<Layout page={{ ...frame, lang: 'en', type: 'normal' }} title="Matters" />);
    expect(english).toContain('<html lang="en" data-type="normal">');
    expect(english).toContain('Skip to content');
  });

  it('holds neither inline script nor style attributes, so that the strictest policy passes it', () => {
    const html = String(
      <Layout page={frame} title="账目">
        <MoneyBar
          parts={[
            { label: '自治金', amountFen: 4_500_000n },
            { label: '居民', amountFen: 310_000n },
          ]}
        />
      </Layout>,
    );
    expect(html).not.toMatch(/\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=/);
  });

  it('passes the csrf token to every form inside it, however deep', () => {
    const html = String(
      <Layout page={frame} title="附议">
        <Section title="附议">
          <ActionForm action="/s/gaoqiao/matters/1/support">我也支持</ActionForm>
          <Form action="/x" errors={{ title: '请写上题目' }} values={{ title: '楼道"灯' }}>
            <TextField name="title" label="题目" required />
          </Form>
        </Section>
      </Layout>,
    );
    expect(html.match(/name="_csrf" value="token-1"/g)).toHaveLength(2);
    expect(html.match(/name="_key" value="[0-9a-f-]{36}"/g)).toHaveLength(2);
    expect(html).toContain('href="#f-title"');
    expect(html).toContain('aria-describedby="f-title-error"');
    expect(html).toContain('value="楼道&quot;灯"');
  });
});
