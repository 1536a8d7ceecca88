// Enhancements only: every page works without this file. Nothing is stored, nothing leaves this origin.
(() => {
  'use strict';
  const byId = (id) => document.getElementById(id);

  // A manage link carries its secret in the fragment, which no server sees. Take it out of the address bar and send it
  // in the body of a form. Looking a call up changes nothing; moving and cancelling stay behind buttons.
  const openLink = () => {
    const secret = new URLSearchParams(location.hash.slice(1)).get('t');
    if (!secret || location.pathname !== '/manage') return;
    history.replaceState(null, '', location.pathname);
    const form = document.createElement('form');
    const field = document.createElement('input');
    form.method = 'post';
    form.action = '/manage';
    field.type = 'hidden';
    field.name = 'token';
    field.value = secret;
    form.append(field);
    document.body.append(form);
    if (byId('opening')) {
      byId('opening').hidden = false;
      byId('by-code').hidden = true;
    }
    form.submit();
  };
  addEventListener('hashchange', openLink);
  openLink();

  // Offer the device's own time zone when it is not the one shown.
  const hint = byId('zone-hint');
  if (hint) {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const at = (zone) => new Date().toLocaleString('en-US', { timeZone: zone });
    if (own && at(own) !== at(hint.dataset.shown)) {
      const target = new URL(location.href);
      target.searchParams.set('zone', own);
      target.hash = 'choose-title';
      hint.querySelector('[data-zone-name]').textContent = own.split('/').pop().replaceAll('_', ' ') + ' time';
      hint.querySelector('[data-zone-link]').href = target.pathname + target.search + target.hash;
      hint.hidden = false;
    }
  }

  // A held time lasts ten minutes. Say so after eight, politely, and let one press keep it.
  const notice = byId('hold-notice');
  const keep = document.querySelector('[data-keep]');
  if (notice && keep) {
    const text = notice.querySelector('[data-hold-text]');
    const say = (words) => { notice.hidden = false; text.textContent = words; };
    let timer;
    const remind = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        say('Your time is kept for two more minutes.');
        const button = document.createElement('button');
        button.type = 'submit';
        button.className = 'quiet';
        button.textContent = 'Keep this time longer';
        button.addEventListener('click', extend);
        notice.append(button);
      }, 8 * 60 * 1000);
    };
    const extend = async (event) => {
      event.preventDefault();
      notice.querySelector('button')?.remove();
      try {
        const body = new URLSearchParams({ hold: keep.form.elements.hold.value });
        const reply = await fetch('/book/extend', { method: 'POST', body, headers: { 'X-Requested-With': 'fetch' } });
        if (!reply.ok) throw new Error('not kept');
        say('We are keeping your time for 10 more minutes.');
        remind();
      } catch {
        say('We can no longer hold this time, and will try to book it all the same. Your answers are safe.');
      }
    };
    keep.addEventListener('click', extend);
    remind();
  }

  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false;
    button.addEventListener('click', () => window.print());
  }

  // A quiet timer for the call: it counts up and never cuts anyone off.
  const timer = document.querySelector('[data-timer]');
  if (timer) {
    const show = timer.querySelector('output');
    const button = timer.querySelector('button');
    timer.hidden = false;
    let started = 0;
    let tick;
    button.addEventListener('click', () => {
      if (started) {
        clearInterval(tick);
        started = 0;
        button.textContent = 'Start the timer';
        return;
      }
      started = Date.now();
      button.textContent = 'Stop the timer';
      tick = setInterval(() => {
        const seconds = Math.floor((Date.now() - started) / 1000);
        show.textContent = Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
        timer.classList.toggle('late', seconds >= 480);
      }, 1000);
    });
  }
})();
