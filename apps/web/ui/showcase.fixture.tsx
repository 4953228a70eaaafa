import * as ui from './index.ts';
import type { Column, PageFrame, TableSpec, View } from './index.ts';

/** Pages that use every part of the kit once; rendered by tests in both languages and type sizes, never served. */

export function frameOf(lang: 'zh' | 'en', type: 'normal' | 'large', signedIn: boolean): PageFrame {
  const nav = ['议题', '会议', '项目', '账目', '公示'].map((label, index) => ({
    href: `/s/gq/${index}`,
    label,
    current: index === 2,
  }));
  return {
    lang,
    type,
    siteName: '支点',
    subdistrictName: '高桥镇',
    placeName: '蔡路居民区',
    base: '/s/gq',
    nav,
    path: '/s/gq/projects/2025-003',
    demo: true,
    csrf: 'csrf-token',
    ...(signedIn ? { actor: { name: '陈静', roleLabel: '居委会书记' }, inboxCount: 6 } : {}),
  };
}

/** Two pictures that stand in for photos; the caller gives their addresses. */
export interface Pictures {
  before: string;
  after: string;
}

export function projectPage(page: PageFrame, pictures: Pictures): View {
  return (
    <ui.Layout
      page={page}
      title="楼道亮起来"
      crumbs={[{ label: '蔡路居民区', href: '/s/gq' }, { label: '项目', href: '/s/gq/projects' }, { label: '2025-003' }]}
    >
      <ui.Lead>四幢老房子、六十多户人家，摸黑走了四十年楼梯。居民自己商量、自己出钱、自己看着装，给每个楼道装上灯。</ui.Lead>
      <ui.Steps
        items={[
          { label: '提出', state: 'done' },
          { label: '商量', state: 'done', href: '#story' },
          { label: '申报', state: 'done' },
          { label: '实施', state: 'done' },
          { label: '验收', state: 'now' },
          { label: '管护', state: 'next' },
        ]}
      />
      <ui.BeforeAfter
        before={{ src: pictures.before, alt: '装灯前的楼道，只有一束手电光' }}
        after={{ src: pictures.after, alt: '装灯后的楼道，灯光照亮每一级台阶' }}
        caption="同一段楼梯，装灯前和装灯后"
      />
      <ui.Columns
        main={
          <>
            <ui.Section title="走到哪一步了" id="story">
              <ui.Story
                items={[
                  {
                    state: 'now',
                    when: '今天，还剩 3 天',
                    title: '评议会：大家来验收',
                    badge: { tone: 'act', text: '等您参加' },
                    body: <p>周六上午九点半，居委会活动室。装得好不好，由住在这里的人说了算。</p>,
                    actions: (
                      <>
                        <ui.ActionForm action="/s/gq/meetings/1/attend">我要参加</ui.ActionForm>
                        <ui.ButtonLink href="/s/gq/meetings/1" kind="quiet">
                          看会议材料
                        </ui.ButtonLink>
                      </>
                    ),
                  },
                  {
                    state: 'done',
                    when: '9月21日',
                    datetime: '2025-09-21',
                    title: '装完最后一盏',
                    href: '#1',
                    body: <p>监督小组到场 26 次，每次有照片。</p>,
                  },
                  {
                    state: 'done',
                    when: '6月2日',
                    title: '镇里拨付首款',
                    body: (
                      <p>
                        凭双方签好的协议，拨到居委会专账。<a href="#2">看凭证</a>
                      </p>
                    ),
                  },
                  {
                    state: 'done',
                    when: '4月18日',
                    title: '听证会通过方案',
                    badge: { tone: 'good', text: '已通过' },
                    body: <p>开了 3 次居民议事会，灯具选哪种、装在哪里，都有记录。</p>,
                  },
                  {
                    state: 'next',
                    when: '明年起',
                    title: '管护',
                    body: <p>管护人已经落实，每季度检查一次。</p>,
                  },
                ]}
              />
            </ui.Section>
            <ui.Section title="钱从哪里来，花到哪里去" action={<a href="#all">全部账目</a>}>
              <ui.MoneyBar
                parts={[
                  { label: '社区自治金', amountFen: 4_500_000n, href: '#grant' },
                  { label: '居民', amountFen: 310_000n, note: '62 户，每户 50 元' },
                  { label: '共建单位', amountFen: 800_000n },
                ]}
              />
              <ui.BudgetBar budgetFen={5_610_000n} committedFen={460_000n} spentFen={4_730_000n} />
              <ui.Reason outcome="ask" title="楼道灯能不能用自治金？" source="浦东新区 2024 年规定" clause="工程类支出" sourceHref="#clause">
                <p>规定不许做工程，灯具安装属于需要裁定的一类。街镇自治办 4月22日裁定：可以。</p>
              </ui.Reason>
              <ui.Reason outcome="passed" clause="第五条">
                没有超过单个项目的上限。
              </ui.Reason>
              <ui.Reason outcome="blocked" title="水泥和黄沙" source="浦东新区 2024 年规定">
                <p>自治金不能买。物业公司出的钱可以。</p>
              </ui.Reason>
            </ui.Section>
          </>
        }
        aside={
          <>
            <ui.Section title="收钱这件事，大家同意吗">
              <ui.VoteBar
                yes={55}
                no={3}
                abstain={2}
                base={62}
                unit="户"
                thresholds={[{ percent: 50, label: '要过半' }]}
                words="62 户里有 60 户参加，55 户同意，超过一半，通过。"
              />
            </ui.Section>
            <ui.Section title="现在轮到谁">
              <ui.DutyList
                items={[
                  { title: '监督小组', detail: '交验收清单', due: '还剩 2 天' },
                  { title: '居委会', detail: '公示结算', due: '按时', tone: 'good' },
                ]}
              />
            </ui.Section>
            <ui.Section title="管护日历">
              <ui.Calendar
                items={[
                  {
                    day: '2027-01-15',
                    time: '09:00',
                    title: '查灯',
                    who: '王桂英',
                    badge: { tone: 'plain', text: '未到' },
                  },
                  {
                    day: '2026-10-15',
                    title: '查灯',
                    who: '王桂英',
                    detail: '两盏换了灯泡',
                    badge: { tone: 'good', text: '已查' },
                  },
                ]}
              />
            </ui.Section>
            <ui.Section title="材料">
              <ui.FileList
                items={[
                  {
                    name: '听证会纪要.pdf',
                    href: '#f',
                    sizeBytes: 184_000,
                    kind: '会议纪要',
                    note: '4月18日',
                    hash: 'a3f29c01bb57d2e4',
                  },
                ]}
              />
            </ui.Section>
          </>
        }
      />
      <ui.Section title="现场">
        <ui.Photos
          items={[
            { src: pictures.before, alt: '装灯前的楼道', caption: '3月4日，装灯前' },
            { src: pictures.after, alt: '装灯后的楼道', caption: '9月21日，装好了', href: '#p' },
          ]}
        />
      </ui.Section>
    </ui.Layout>
  );
}

interface ProjectRow {
  name: string;
  place: string;
  stage: string;
  tone: 'good' | 'wait' | 'act';
  grantFen: bigint;
  leverage: number | null;
  waits: string | null;
}

export const projectRows: ProjectRow[] = [
  {
    name: '海棠巷',
    place: '长岛路',
    stage: '管护',
    tone: 'good',
    grantFen: 2_000_000n,
    leverage: 6,
    waits: null,
  },
  {
    name: '楼道亮起来',
    place: '蔡路',
    stage: '验收',
    tone: 'act',
    grantFen: 4_500_000n,
    leverage: 0.2,
    waits: '监督小组，2 天',
  },
  {
    name: '儿童乐园',
    place: '胜利',
    stage: '实施',
    tone: 'wait',
    grantFen: 2_000_000n,
    leverage: 0.5,
    waits: '自治办，今天',
  },
];

const projectColumns: Column<ProjectRow>[] = [
  {
    key: 'name',
    label: '项目',
    value: (row) => row.name,
    render: (row) => <a href={`#${row.name}`}>{row.name}</a>,
  },
  { key: 'place', label: '居民区', value: (row) => row.place },
  {
    key: 'stage',
    label: '阶段',
    value: (row) => row.stage,
    render: (row) => <ui.State tone={row.tone}>{row.stage}</ui.State>,
  },
  { key: 'grant', label: '自治金', value: (row) => row.grantFen, numeric: true },
  {
    key: 'leverage',
    label: '撬动',
    value: (row) => row.leverage,
    numeric: true,
    render: (row) => (row.leverage === null ? '—' : `${row.leverage} 倍`),
  },
  { key: 'waits', label: '等谁', value: (row) => row.waits, sortable: false },
];

export function projectTable(lang: 'zh' | 'en', query: Record<string, string> = {}, rows = projectRows): TableSpec<ProjectRow> {
  return {
    columns: projectColumns,
    rows,
    query,
    lang,
    base: '/s/gq/projects',
    caption: '项目',
    filters: [
      {
        key: 'stage',
        label: '阶段',
        options: ['管护', '验收', '实施'].map((stage) => ({ value: stage, label: stage })),
        matches: (row, stage) => row.stage === stage,
      },
    ],
  };
}

export function officePage(page: PageFrame): View {
  return (
    <ui.Layout page={{ ...page, flash: { kind: 'good', text: '已保存。' } }} title="今年的自治金" wide>
      <ui.Lead>12 个居民区，30 个项目。下面每个数字都能点开。</ui.Lead>
      <ui.StatTable
        items={[
          { label: '今年的盘子', value: <ui.Money fen={100_000_000n} whole /> },
          {
            label: '已批准',
            value: <ui.Money fen={62_350_000n} whole />,
            href: '#awarded',
            note: '30 个项目',
          },
          { label: '撬动', value: '1.4 倍', note: '别处的钱 ÷ 自治金' },
          { label: '一个也没报', value: '4 个居民区', href: '#none' },
        ]}
      />
      <ui.Columns
        main={
          <>
            <ui.Section title="今天要办">
              <ui.DutyList
                items={[
                  {
                    title: '长岛路「海棠巷」要动用物业出的钱买地砖',
                    href: '#1',
                    who: '居委会',
                    detail: '自治金不能买，物业的钱可以。请裁定分账方案。',
                    due: '今天到期',
                    tone: 'act',
                    action: (
                      <ui.ButtonLink href="#r" kind="quiet">
                        裁定
                      </ui.ButtonLink>
                    ),
                  },
                  {
                    title: '胜利「儿童乐园」中期检查',
                    detail: '进度 60%，花了 48%，比计划晚 9 天',
                    due: '逾期 2 天',
                    tone: 'bad',
                    action: (
                      <ui.ButtonLink href="#v" kind="quiet">
                        查看
                      </ui.ButtonLink>
                    ),
                  },
                ]}
              />
            </ui.Section>
            <ui.Section title="项目">{ui.dataTable(projectTable(page.lang))}</ui.Section>
          </>
        }
        aside={
          <>
            <ui.Section title="进度">
              <ui.Progress value={18} max={30} label="已完成验收" />
              <ui.Reason outcome="ask">年底前要花完或退回的钱：86,400 元，涉及 5 个项目。</ui.Reason>
            </ui.Section>
            <ui.Section title="空页">
              <ui.Empty title="还没有人申报" action={<ui.ButtonLink href="#open">开始今年的申报</ui.ButtonLink>}>
                开放申报以后，居民区的申报书会出现在这里。
              </ui.Empty>
            </ui.Section>
          </>
        }
      />
    </ui.Layout>
  );
}

export function formPage(page: PageFrame, rejected: boolean): View {
  return (
    <ui.Layout page={page} title="提一件事" crumbs={[{ label: '议题', href: '#' }]}>
      <ui.Lead>写清楚在哪里、什么事就行。附议的人多了，居委会会答复。</ui.Lead>
      <ui.Form
        action="/s/gq/matters"
        multipart
        idempotencyKey="key-1"
        errors={rejected ? { title: '请写上题目', amount: '金额请写成 1234.50 这样', '': '这个议题今天已经提过一次' } : {}}
        values={rejected ? { where: '蔡路 12 号', amount: '五十', kinds: ['light'] } : {}}
      >
        <ui.TextField name="title" label="题目" hint="一句话，比如：楼道没有灯" required />
        <ui.TextField name="where" label="在哪里" required />
        <ui.TextArea name="body" label="说说情况" maxLength={500} />
        <ui.Fieldset legend="估算" hint="不知道可以不填。">
          <ui.FieldRow>
            <ui.MoneyField name="amount" label="大约要花多少钱" />
            <ui.NumberField name="homes" label="涉及多少户" unit="户" />
          </ui.FieldRow>
          <ui.FieldRow>
            <ui.DateField name="day" label="哪一天" value="2026-11-22" />
            <ui.TimeField name="time" label="几点" />
          </ui.FieldRow>
        </ui.Fieldset>
        <ui.SelectField
          name="venue"
          label="希望怎么商量"
          options={[
            { value: 'hearing', label: '听证会' },
            { value: 'coordination', label: '协调会' },
          ]}
        />
        <ui.RadioField
          name="who"
          label="以谁的名义"
          required
          value="self"
          options={[
            { value: 'self', label: '我自己' },
            { value: 'home', label: '我们家', hint: '同住的人也会看到' },
          ]}
        />
        <ui.CheckList
          name="kinds"
          label="属于哪一类"
          options={[
            { value: 'light', label: '照明' },
            { value: 'clean', label: '环境卫生' },
          ]}
        />
        <ui.FileField name="photos" label="照片" accept="image/*" multiple capture="environment" />
        <ui.CheckField name="agree" label="我同意公开这件事（不公开姓名）" required />
        <ui.Actions>
          <ui.Button>提出来</ui.Button>
          <ui.Button kind="danger" formaction="/s/gq/matters/drop">
            不提了
          </ui.Button>
          <ui.PrintButton>打印</ui.PrintButton>
        </ui.Actions>
      </ui.Form>
      <ui.Section title="已知的情况">
        <ui.KeyValues
          items={[
            ['提出的日子', <ui.Day day="2026-11-22" style="weekday" />],
            ['最近更新', <ui.Instant at={new Date('2026-11-22T01:30:00Z')} />],
            ['没有的', undefined],
          ]}
        />
        <ui.Soft>这些会公开。</ui.Soft>
      </ui.Section>
    </ui.Layout>
  );
}
