// The columns of peer_messages (tests/load/peers/node.sql) by the names that the clients see.
export const COLUMNS = {
  messageId: 'id', homeId: 'home_id', deputyId: 'deputy_id', state: 'state', subject: 'subject', body: 'body',
  visibility: 'visibility', authorName: 'author_name', createTime: 'create_time', version: 'version', kind: 'kind',
  owner: 'owner', dueTime: 'due_time', escalation: 'escalation', handlerDeputyId: 'handler_deputy_id',
  limitClass: 'limit_class', category: 'category', answerClass: 'answer_class', followerCount: 'follower_count',
  cosignCount: 'cosign_count', mergedIntoId: 'merged_into_id', answerCount: 'answer_count', authorId: 'author_id'
}

// What a new message holds besides what its author wrote; ids are made here, as ours are.
let last = BigInt(Date.now()) << 20n
export function newMessage(homeId, body) {
  const now = new Date()
  const due = new Date(now.getTime() + 5 * 86400 * 1000)
  last = (BigInt(now.getTime()) << 20n) > last ? BigInt(now.getTime()) << 20n : last + 1n
  return {
    messageId: last.toString(), homeId, deputyId: '0', state: 'POSTED', subject: body.subject, body: body.body,
    visibility: body.visibility, authorName: '选民', createTime: now, version: 1, kind: 'MESSAGE', owner: 'LIAISON',
    dueTime: due, escalation: 0, handlerDeputyId: '0', limitClass: 'NORMAL', category: '',
    answerClass: 'ANSWER_CLASS_UNSPECIFIED', followerCount: 0, cosignCount: 0, mergedIntoId: '0', answerCount: 0,
    authorId: '1'
  }
}

// What every server of the field checks by hand.
export function problemOf(body) {
  const length = (text) => (typeof text === 'string' ? [...text].length : 0)
  if (length(body?.subject) < 2 || length(body?.subject) > 50) return '主题应为 2 到 50 个字'
  if (length(body?.body) < 2 || length(body?.body) > 4000) return '内容应为 2 到 4000 个字'
  if (!['PRIVATE', 'PUBLIC', 'ALIAS'].includes(body?.visibility)) return '请选择公开范围'
  return null
}

export const OPTIONS = {
  socketPath: process.env.PEER_SOCKET, user: process.env.PEER_USER, password: process.env.PEER_PASSWORD,
  database: process.env.PEER_DATABASE
}
export const PORT = Number(process.env.PEER_PORT)
export const CONNECTIONS = 8
