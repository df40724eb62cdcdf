// Shows what the words of the search name; without this script the page shows everything.
const search = document.querySelector('#search');
const input = search.querySelector('input');
const status = search.querySelector('[role=status]');
const articles = [...document.querySelectorAll('article')];
const links = new Map([...document.querySelectorAll('[data-of]')].map((link) => [link.dataset.of, link]));

const groups = [...document.querySelectorAll('nav > ul > li')].filter((group) => group.querySelector('[data-of]'));

function find() {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const article of articles) {
    const text = article.dataset.text ?? article.id.toLowerCase();
    article.hidden = !words.every((word) => text.includes(word));
    if (!article.hidden) shown += 1;
    const link = links.get(article.id);
    if (link) link.hidden = article.hidden;
  }
  for (const group of groups) group.hidden = [...group.querySelectorAll('[data-of]')].every((link) => link.hidden);
  for (const section of document.querySelectorAll('main > section')) {
    const own = [...section.querySelectorAll('article')];
    section.hidden = own.length > 0 && own.every((article) => article.hidden);
  }
  status.textContent = words.length === 0 ? '' : `${shown} found`;
}

search.hidden = false;
input.addEventListener('input', find);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && event.target !== input) {
    event.preventDefault();
    input.focus();
  } else if (event.key === 'Escape' && event.target === input) {
    input.value = '';
    find();
  }
});
// A link to what the search hides shows everything again.
window.addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest('[hidden]')) return;
  input.value = '';
  find();
  target.scrollIntoView();
});
