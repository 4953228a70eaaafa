import type { Lang } from '#platform/i18n';

/** What `libs/decide` says of a file that cannot be read, and the same in Chinese. */
const inChinese: readonly (readonly [RegExp, string])[] = [
  [/^not UTF-8$/, '不是 UTF-8 文字，可能不是 .pb 文件'],
  [/^section (\w+) is missing$/, '缺少 $1 一段'],
  [/^expected section (\w+), found "(.*)"$/, '这里应当是 $1 一段，写的却是“$2”'],
  [/^section (\w+) has no header row$/, '$1 一段缺少表头'],
  [/^column (.+) is missing in (\w+)$/, '$2 一段缺少 $1 这一列'],
  [/^column (.+) stands twice in (\w+)$/, '$2 一段里 $1 这一列写了两次'],
  [/^(\d+) fields in (\w+), expected (\d+)$/, '$2 一段应当有 $3 格，这一行有 $1 格'],
  [/^(.+) stands twice in META$/, 'META 里 $1 写了两次'],
  [/^(.+) is missing in META$/, 'META 里没有 $1'],
  [/^points are not a whole number: (.*)$/, '分数“$1”不是整数'],
  [/^(.+) is not a whole number: (.*)$/, '$1 不是整数：“$2”'],
  [/^budget is not an amount: "(.*)"$/, '总额“$1”不是金额'],
  [/^cost of project (.+) is not an amount: "(.*)"$/, '项目 $1 的金额“$2”读不懂'],
  [/^unknown vote_type: (.*)$/, '不认识的投票方式：“$1”'],
  [/^project_id is empty$/, '项目没有编号'],
  [/^project_id holds a comma: (.*)$/, '项目编号里有逗号：“$1”'],
  [/^project (.+) stands twice$/, '项目 $1 写了两次'],
  [/^there is no project$/, '没有项目'],
  [/^(\d+) points for (\d+) projects in a vote$/, '一张票选了 $2 个项目，却写了 $1 个分数'],
  [/^(\d+) projects in a vote that chooses one$/, '只能选一个，这张票选了 $1 个'],
  [/^an empty project id in a vote$/, '票上有一个空的项目编号'],
  [/^no such project: (.*)$/, '没有编号为“$1”的项目'],
  [/^voter_id is empty$/, '投票人没有编号'],
  [/^voter (.+) stands twice$/, '投票人 $1 写了两次'],
  [/^voter_id holds a quote$/, '投票人编号里有引号'],
  [/^a quoted field is never closed$/, '引号没有成对'],
];

/** Why a file cannot be read, in the language of the page. */
export function pbReason(reason: string, lang: Lang): string {
  const found = lang === 'zh' ? inChinese.find(([words]) => words.test(reason)) : undefined;
  return found ? reason.replace(...found) : reason;
}
