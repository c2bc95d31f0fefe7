// On a kiosk: counts down to the moment one is logged out, asks half a minute before, and then goes to the start.
// Without this file the page goes there by itself, without asking.
const bar = document.querySelector('[data-kiosk-seconds]')
const warning = 30
let until = Date.now() + Number(bar.dataset.kioskSeconds) * 1000
let isLast = 'kioskLast' in bar.dataset // half an hour ends in any case, so there is nothing to ask

function said (seconds) {
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  return [minutes && `${minutes} minute${minutes === 1 ? '' : 's'}`, rest && `${rest} second${rest === 1 ? '' : 's'}`].filter(Boolean).join(' ')
}

const leave = () => window.location.replace(bar.dataset.kioskEnd)
const left = bar.querySelector('[data-kiosk-left]')
const ask = bar.querySelector('[data-kiosk-ask]')
const over = bar.querySelector('[data-kiosk-over]')
const stay = bar.querySelector('[data-kiosk-stay]')

function tick () {
  const seconds = Math.ceil((until - Date.now()) / 1000)
  if (seconds <= 0) return leave()
  if (left) left.textContent = isLast ? `You are logged out in ${said(seconds)}, half an hour after you logged in.` : `If you do nothing, you are logged out in ${said(seconds)}.`
  if (ask) ask.hidden = isLast || seconds > warning
  if (over) over.hidden = !isLast || seconds > warning
}

if (stay) {
  stay.addEventListener('click', async () => {
    const answer = await fetch(bar.dataset.kioskStays, { redirect: 'error' }).catch(() => null)
    const given = answer && answer.ok && await answer.json().catch(() => null)
    if (!given) return leave()
    until = Date.now() + given.seconds * 1000
    isLast = given.is_last
    tick()
  })
}
window.addEventListener('pageshow', event => { if (event.persisted) leave() })
setInterval(tick, 1000)
tick()
