// The fastest that Node people build: Fastify with a response schema, and mysql2's prepared statements.
import Fastify from 'fastify'
import mysql from 'mysql2/promise'
import { COLUMNS, CONNECTIONS, OPTIONS, PORT, newMessage, problemOf } from './columns.js'

const pool = mysql.createPool({ ...OPTIONS, connectionLimit: CONNECTIONS, supportBigNumbers: true, bigNumberStrings: true,
  timezone: 'Z' })
const SELECT = 'SELECT ' + Object.entries(COLUMNS).map(([name, column]) => `${column} AS ${name}`).join(', ') +
  ' FROM peer_messages '
const LIST = SELECT + "WHERE home_id=? AND visibility='PUBLIC' ORDER BY id DESC LIMIT ?"
const GET = SELECT + 'WHERE home_id=? AND id=?'
const INSERT = `INSERT INTO peer_messages (${Object.values(COLUMNS).join(', ')}) VALUES (` +
  Object.keys(COLUMNS).map(() => '?').join(', ') + ')'

const NUMBERS = ['version', 'escalation', 'followerCount', 'cosignCount', 'answerCount']
const messageSchema = { type: 'object', properties: Object.fromEntries(Object.keys(COLUMNS).map((name) =>
  [name, NUMBERS.includes(name) ? { type: 'integer' }
    : name.endsWith('Time') ? { type: 'string', format: 'date-time', nullable: true } : { type: 'string' }])) }
const listSchema = { type: 'object', properties: { messages: { type: 'array', items: messageSchema } } }

const app = Fastify()

app.get('/v1/homes/:homeId/messages', { schema: { response: { 200: listSchema } } }, async (request) => {
  const limit = Math.min(Number(request.query.pageSize) || 20, 50)
  const [messages] = await pool.execute(LIST, [request.params.homeId, String(limit)])
  return { messages }
})

app.get('/v1/homes/:homeId/messages/:messageId', { schema: { response: { 200: messageSchema } } },
  async (request, reply) => {
    const [rows] = await pool.execute(GET, [request.params.homeId, request.params.messageId])
    return rows.length === 1 ? rows[0] : reply.code(404).send({ error: '没有这条留言' })
  })

app.post('/v1/homes/:homeId/messages', { schema: { response: { 200: messageSchema } } }, async (request, reply) => {
  const problem = problemOf(request.body)
  if (problem !== null) return reply.code(400).send({ error: problem })
  const message = newMessage(request.params.homeId, request.body)
  await pool.execute(INSERT, Object.values(message))
  return message
})

await pool.query('SELECT 1')
await app.listen({ port: PORT, host: '127.0.0.1' })
