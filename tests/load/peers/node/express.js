// The shape of WeChat's cloud-hosting template: Express, Sequelize and mysql2.
import express from 'express'
import { DataTypes, Sequelize } from 'sequelize'
import { COLUMNS, CONNECTIONS, OPTIONS, PORT, newMessage, problemOf } from './columns.js'

const sequelize = new Sequelize(OPTIONS.database, OPTIONS.user, OPTIONS.password, {
  dialect: 'mysql',
  dialectOptions: { socketPath: OPTIONS.socketPath, supportBigNumbers: true, bigNumberStrings: true },
  pool: { max: CONNECTIONS, min: CONNECTIONS },
  logging: false
})

const types = { messageId: DataTypes.BIGINT, homeId: DataTypes.BIGINT, deputyId: DataTypes.BIGINT,
  handlerDeputyId: DataTypes.BIGINT, mergedIntoId: DataTypes.BIGINT, authorId: DataTypes.BIGINT,
  body: DataTypes.TEXT, createTime: DataTypes.DATE(3), dueTime: DataTypes.DATE(3), version: DataTypes.INTEGER,
  escalation: DataTypes.INTEGER, followerCount: DataTypes.INTEGER, cosignCount: DataTypes.INTEGER,
  answerCount: DataTypes.INTEGER }
const attributes = Object.fromEntries(Object.entries(COLUMNS).map(([name, field]) =>
  [name, { type: types[name] ?? DataTypes.STRING, field, primaryKey: name === 'messageId' }]))
const Message = sequelize.define('Message', attributes, { tableName: 'peer_messages', timestamps: false })

const app = express()
app.use(express.json())

app.get('/v1/homes/:homeId/messages', async (request, response) => {
  const messages = await Message.findAll({
    where: { homeId: request.params.homeId, visibility: 'PUBLIC' },
    order: [['messageId', 'DESC']],
    limit: Math.min(Number(request.query.pageSize) || 20, 50)
  })
  response.json({ messages })
})

app.get('/v1/homes/:homeId/messages/:messageId', async (request, response) => {
  const message = await Message.findOne({ where: request.params })
  if (message === null) response.status(404).json({ error: '没有这条留言' })
  else response.json(message)
})

app.post('/v1/homes/:homeId/messages', async (request, response) => {
  const problem = problemOf(request.body)
  if (problem !== null) return response.status(400).json({ error: problem })
  response.json(await Message.create(newMessage(request.params.homeId, request.body)))
})

await sequelize.authenticate()
app.listen(PORT, '127.0.0.1')
