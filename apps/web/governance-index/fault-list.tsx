import type { Lang } from '#platform/i18n';
import type { Fault, FaultCode } from '#modules/index';

const words: Record<FaultCode, { zh: string; en: string }> = {
  'not-a-table': { zh: '读不出表格：请用 XLSX、CSV 或 JSON，第一行是列名', en: 'not a table: XLSX, CSV or JSON with a heading' },
  'column-missing': { zh: '缺少这一列', en: 'this column is missing' },
  'no-rows': { zh: '没有一行数据', en: 'no rows' },
  'unknown-compound': { zh: '没有登记这个小区', en: 'no such compound' },
  'duplicate-row': { zh: '同一小区同一月份写了两行', en: 'given twice' },
  'duplicate-column': { zh: '这一列写了两次', en: 'column given twice' },
  'not-a-month': { zh: '不是月份，应写成 2026-10', en: 'not a month (2026-10)' },
  'month-to-come': { zh: '这个月还没有到', en: 'a month to come' },
  'not-a-number': { zh: '应该是数字', en: 'not a number' },
  'out-of-range': { zh: '超出了可能的范围：次数不能是负数，比例写成小数（88%写0.88）', en: 'out of range: no negative counts, shares as decimals (0.88)' },
  'unknown-indicator': { zh: '指标树里没有这一项；要加新指标，先采用新版指标树', en: 'no such indicator; adopt a new version of the tree first' },
  'kind-changed': { zh: '类型和登记的不同；一年之内小区的类型不变', en: 'another kind than registered; a kind stands for the year' },
  'known-otherwise': { zh: '这是已登记小区的名称，请写它的编号', en: 'the name of a registered compound; give its code' },
  'unknown-kind': { zh: '没有这一类型', en: 'no such kind' },
  'needs-treatment': { zh: '原始件数不能直接计分；请用“原始来电折算”，或说明已按什么方法处理过', en: 'raw counts are treated first' },
  'wrong-number-of-fields': { zh: '列数和表头不同', en: 'another number of columns than the heading' },
  empty: { zh: '不能空着', en: 'is empty' },
  'too-long': { zh: '太长', en: 'too long' },
  'not-a-day': { zh: '不是日期，或还没有到', en: 'not a day, or to come' },
  'no-households': { zh: '这个小区没有登记户数，折算不了', en: 'no households registered' },
};

/** Everything wrong with a file, row by row; nothing of it was taken in. */
export function FaultList({ faults, lang, file }: { faults: readonly Fault[]; lang: Lang; file: string }) {
  const zh = lang === 'zh';
  return (
    <div class="error-summary" role="alert" tabindex={-1}>
      <p>
        <b>{zh ? `“${file}”有${faults.length}处不对，一行也没有存：` : `${faults.length} faults in ${file}; nothing was stored:`}</b>
      </p>
      <ul>
        {faults.slice(0, 100).map((fault) => (
          <li>
            {zh ? `第${fault.line}行` : `Line ${fault.line}`}
            {fault.column !== '' && (zh ? `“${fault.column}”列` : `, ${fault.column}`)}
            {zh ? '：' : ': '}
            {words[fault.code][lang]}
            {fault.text !== '' && (zh ? `（写的是“${fault.text}”）` : ` (“${fault.text}”)`)}
          </li>
        ))}
      </ul>
    </div>
  );
}
