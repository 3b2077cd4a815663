'use strict';
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const one = (id) => document.getElementById(id);
  const number = (count) => count.toLocaleString('en');
  const words = {
    en: { copied: 'Copied', marked: 'Press Ctrl+C', shown: (n, m) => `${number(n)} of ${number(m)} shown` },
    ja: { copied: 'コピーしました', marked: 'Ctrl+C を押してください', shown: (n, m) => `${number(m)} 件中 ${number(n)} 件を表示` },
  };
  const say = (text) => { one('told').textContent = text; };
  root.classList.add('js');

  // --- language ---

  const languageListeners = [];
  function swap(element) {
    const name = element.dataset.swaps;
    const here = name === 'text' ? element.textContent : element.getAttribute(name);
    if (name === 'text') element.textContent = element.dataset.other;
    else element.setAttribute(name, element.dataset.other);
    element.dataset.other = here;
  }
  function markLanguage() {
    for (const button of all('[data-language]')) {
      button.setAttribute('aria-pressed', String(button.dataset.language === root.lang));
    }
  }
  for (const button of all('[data-language]')) {
    button.addEventListener('click', () => {
      if (root.lang === button.dataset.language) return;
      root.lang = button.dataset.language;
      all('[data-swaps]').forEach(swap);
      markLanguage();
      languageListeners.forEach((listener) => listener());
    });
  }
  markLanguage();

  // --- light, dark, print ---

  const wish = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (root.dataset.theme ? root.dataset.theme === 'dark' : wish.matches);
  const markTheme = () => one('theme').setAttribute('aria-pressed', String(isDark()));
  one('theme').addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    markTheme();
  });
  wish.addEventListener('change', markTheme);
  markTheme();
  one('print').addEventListener('click', () => print());
  let themeBefore;
  let opened = [];
  addEventListener('beforeprint', () => {
    themeBefore = root.dataset.theme;
    root.dataset.theme = 'light';
    // What proves something is printed in full; the same header a hundred times helps nobody.
    opened = all('.cited details:not([open])');
    opened.forEach((row) => { row.open = true; });
  });
  addEventListener('afterprint', () => {
    opened.forEach((row) => { row.open = false; });
    if (themeBefore) root.dataset.theme = themeBefore;
    else delete root.dataset.theme;
  });

  // --- tabs (WAI-ARIA Authoring Practices: tabs with automatic activation) ---

  for (const list of all('[role=tablist]')) {
    const tabs = all('[role=tab]', list);
    const select = (index, moves) => {
      tabs.forEach((tab, i) => {
        tab.setAttribute('aria-selected', String(i === index));
        tab.tabIndex = i === index ? 0 : -1;
        one(tab.getAttribute('aria-controls')).hidden = i !== index;
      });
      if (moves) tabs[index].focus();
    };
    tabs.forEach((tab, index) => tab.addEventListener('click', () => select(index, false)));
    list.addEventListener('keydown', (event) => {
      const at = tabs.indexOf(document.activeElement);
      const last = tabs.length - 1;
      const to = {
        ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      select(to, true);
    });
    select(0, false);
  }

  // --- copy ---

  // From a file:// address some browsers have no clipboard interface, or refuse it.
  function copyByCommand(text) {
    const area = document.createElement('textarea');
    area.className = 'offscreen';
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyByCommand(text);
    }
  }
  for (const button of all('.copy')) {
    const label = Array.from(button.childNodes);
    let timer = 0;
    button.addEventListener('click', async () => {
      const block = button.parentElement.querySelector('pre');
      const done = await copy(block.textContent + '\n');
      if (!done) getSelection().selectAllChildren(block);
      const told = words[root.lang][done ? 'copied' : 'marked'];
      button.replaceChildren(told);
      button.focus();
      say(told);
      clearTimeout(timer);
      timer = setTimeout(() => button.replaceChildren(...label), 2000);
    });
  }

  // --- long lists: filter, order, a part at a time ---

  const kPart = 100;
  function longList(listId, rows, form, matches) {
    let limit = kPart;
    const more = document.querySelector(`[data-more="${listId}"]`);
    const output = form.querySelector('output');
    const list = {
      rows,
      show() {
        let count = 0;
        let visible = 0;
        for (const row of list.rows) {
          const fits = matches(row);
          if (fits) count += 1;
          row.hidden = !fits || count > limit;
          if (!row.hidden) visible += 1;
        }
        more.parentElement.hidden = count <= limit;
        output.textContent = words[root.lang].shown(visible, count);
      },
      restart() {
        limit = kPart;
        list.show();
      },
      reveal(row) {
        if (!matches(row)) form.reset();
        if (row.hidden) limit = Math.max(limit, list.rows.filter(matches).indexOf(row) + 1);
        list.show();
      },
    };
    more.addEventListener('click', () => {
      limit += kPart;
      list.show();
    });
    form.addEventListener('submit', (event) => event.preventDefault());
    form.addEventListener('input', list.restart);
    languageListeners.push(list.show);
    list.show();
    return list;
  }

  const exchangeForm = one('exchange-filter');
  if (exchangeForm) {
    const kind = exchangeForm.elements.kind;
    const exchanges = longList('exchange-list', all('#exchange-list > li'), exchangeForm,
      (row) => !kind.value || row.classList.contains(kind.value));
    const follow = () => {
      const row = /^#x\d+$/.test(location.hash) ? one(location.hash.slice(1)) : null;
      if (!row) return;
      exchanges.reveal(row);
      row.scrollIntoView({ block: 'center' });
      row.focus({ preventScroll: true });
    };
    addEventListener('hashchange', follow);
    follow();
  }

  const fileForm = one('file-filter');
  if (fileForm) {
    const table = one('file-table');
    const body = table.tBodies[0];
    const { text, outcome } = fileForm.elements;
    const names = new Map(Array.from(body.rows, (row) => [row, row.cells[0].textContent.toLowerCase()]));
    const files = longList('file-table', Array.from(body.rows), fileForm, (row) => {
      const wanted = outcome.value;
      const fits = wanted.startsWith('!') ? row.dataset.outcome !== wanted.slice(1)
        : !wanted || row.dataset.outcome === wanted;
      return fits && names.get(row).includes(text.value.trim().toLowerCase());
    });
    const heads = all('th', table);
    heads.forEach((head, column) => {
      const button = head.querySelector('button');
      const key = button.dataset.sort === 'number' ? (row) => Number(row.cells[column].dataset.value)
        : (row) => (column === 0 ? names.get(row) : row.dataset.outcome);
      button.addEventListener('click', () => {
        const sign = head.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        heads.forEach((other) => other.removeAttribute('aria-sort'));
        head.setAttribute('aria-sort', sign === 1 ? 'ascending' : 'descending');
        files.rows.sort((a, b) => {
          const [x, y] = [key(a), key(b)];
          return x < y ? -sign : x > y ? sign : 0;
        });
        body.append(...files.rows);
        files.show();
      });
    });
  }

  // --- the tree (WAI-ARIA Authoring Practices: tree view) ---

  const map = document.querySelector('.map');
  if (map) {
    const says = one('tree-says');
    const items = all('[role=treeitem]', map);
    let here = items[0];
    const show = (item) => {
      all('.here', map).forEach((other) => other.classList.remove('here'));
      item.classList.add('here');
      says.textContent = item.getAttribute('aria-label');
    };
    const go = (item) => {
      if (!item) return;
      here.tabIndex = -1;
      here = item;
      here.tabIndex = 0;
      here.focus({ preventScroll: true });
      show(here);
    };
    const itemAt = (event) => event.target.closest('[role=treeitem]');
    const lookUp = (item) => {
      if (!fileForm) return;
      fileForm.elements.text.value = item.dataset.path;
      fileForm.elements.outcome.value = '';
      fileForm.dispatchEvent(new Event('input'));
      one('files').scrollIntoView();
      fileForm.elements.text.focus({ preventScroll: true });
    };
    const moves = {
      ArrowDown: (item) => items[items.indexOf(item) + 1],
      ArrowUp: (item) => items[items.indexOf(item) - 1],
      ArrowRight: (item) => item.querySelector('[role=treeitem]'),
      ArrowLeft: (item) => item.parentElement.closest('[role=treeitem]'),
      Home: () => items[0],
      End: () => items[items.length - 1],
    };
    map.addEventListener('keydown', (event) => {
      const item = itemAt(event);
      if (!item) return;
      if (event.key === 'Enter') lookUp(item);
      else if (moves[event.key]) go(moves[event.key](item));
      else return;
      event.preventDefault();
    });
    map.addEventListener('mouseover', (event) => {
      const item = itemAt(event);
      if (item) show(item);
    });
    map.addEventListener('click', (event) => go(itemAt(event)));
    map.addEventListener('dblclick', (event) => {
      const item = itemAt(event);
      if (item) lookUp(item);
    });
    map.addEventListener('focusin', (event) => show(itemAt(event)));
    languageListeners.push(() => {
      if (says.textContent.trim()) show(here);
    });
  }
})();
