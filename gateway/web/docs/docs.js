// Shows /openapi.json. Text goes in as text nodes alone, never as HTML.
'use strict';

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  Object.assign(made, attributes);
  made.append(...children.filter((child) => child !== null && child !== ''));
  return made;
};

let api;

const resolve = (node) => {
  if (!node || !node.$ref) return node || {};
  const target = node.$ref.slice(2).split('/').reduce((at, key) => at[key], api);
  return { ...target, ...node, $ref: undefined, name: node.$ref.split('/').pop() };
};

const limits = (schema) => [
  schema.format,
  schema.minLength !== undefined ? `至少 ${schema.minLength} 字` : '',
  schema.maxLength !== undefined ? `至多 ${schema.maxLength} 字` : '',
  schema.minimum !== undefined ? `${schema.minimum} 到 ${schema.maximum}` : '',
  schema.maxItems !== undefined ? `至多 ${schema.maxItems} 项` : '',
  schema.enum ? schema.enum.join(' | ') : '',
].filter(Boolean).join('，');

const typeOf = (schema) => {
  if (schema.type === 'array') return `${typeOf(resolve(schema.items))} 的列表`;
  if (schema.type === 'object') return schema.additionalProperties ? '键值表' : '对象';
  return { string: '文字', integer: '整数', number: '数', boolean: '是否' }[schema.type] || schema.type || '';
};

const row = (name, schema, required) => element('tr', {},
  element('td', {}, element('code', {}, name), required ? '（必填）' : ''),
  element('td', {}, typeOf(schema), element('br'), limits(schema)),
  element('td', {}, schema.description || ''));

// Nested types within the types above it are shown once.
const fields = (node, above = []) => {
  const schema = resolve(node);
  const table = element('table');
  for (const [name, member] of Object.entries(schema.properties || {})) {
    const type = resolve(member);
    table.append(row(name, type, (schema.required || []).includes(name)));
    const inner = resolve(type.type === 'array' ? type.items : type);
    if (inner.properties && !above.includes(inner.name)) {
      table.append(element('tr', {}, element('td', { colSpan: 3, className: 'nested' },
        fields(inner, [...above, inner.name]))));
    }
  }
  return table;
};

const part = (title, content) => element('section', {}, element('h3', {}, title), content);

const operationCard = (verb, path, operation) => {
  const card = element('details', {}, element('summary', {},
    element('code', {}, `${verb.toUpperCase()} ${path}`), ` ${operation.summary || ''}`));
  card.dataset.text = [verb, path, operation.operationId, operation.description].join(' ').toLowerCase();
  // Filled when it is opened: there are hundreds.
  card.addEventListener('toggle', () => {
    if (!card.open || card.childElementCount > 1) return;
    card.append(element('p', {}, operation.description || ''));
    card.append(element('p', {}, `谁可以用：${operation['x-access'].join('、')}；限速类别：${operation['x-rate-class']}`));
    if (operation.parameters.length) {
      const table = element('table');
      for (const one of operation.parameters) table.append(row(one.name, { ...resolve(one.schema), description: one.description || one.schema.description }, one.required));
      card.append(part('地址与查询参数', table));
    }
    const body = operation.requestBody && operation.requestBody.content['application/json'];
    if (body) {
      card.append(part('请求内容', fields(body.schema)));
      if (body.example) card.append(element('pre', {}, JSON.stringify(body.example, null, 2)));
    }
    card.append(part('成功时的回答', fields(operation.responses['200'].content['application/json'].schema)));
    card.append(element('p', {}, `可能的出错状态码：${Object.keys(operation.responses).filter((code) => code !== '200').join('、')}`));
  });
  return card;
};

const show = () => {
  const target = document.getElementById('operations');
  for (const tag of api.tags) {
    const section = element('section', {}, element('h2', {}, tag.name), element('p', {}, tag.description || ''));
    for (const [path, verbs] of Object.entries(api.paths)) {
      for (const [verb, operation] of Object.entries(verbs)) {
        if (operation.tags[0] === tag.name) section.append(operationCard(verb, path, operation));
      }
    }
    target.append(section);
  }
  document.getElementById('state').textContent = `共 ${document.querySelectorAll('details').length} 个接口。`;
};

document.getElementById('search').addEventListener('input', (event) => {
  const word = event.target.value.trim().toLowerCase();
  for (const card of document.querySelectorAll('details')) card.hidden = !card.dataset.text.includes(word);
  for (const section of document.querySelectorAll('#operations > section')) {
    section.hidden = !section.querySelector('details:not([hidden])');
  }
});

fetch('/openapi.json').then((answer) => answer.json()).then((document_) => {
  api = document_;
  show();
}).catch(() => {
  document.getElementById('state').textContent = '读取失败，请稍后刷新。';
});
