// Starts the components. Every page works without this file.
import { initAll } from '../vendor/js/govuk-frontend.min.js'
import { initAll as initMoj } from '../vendor/js/moj-frontend.min.js'

const csrf = document.querySelector('meta[name="csrf-token"]')

function loadStyle (address) {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  link.href = address
  document.head.append(link)
}

// Long lists of choices can be typed into; the library is fetched only on pages that have one.
function enhanceSelects (scope) {
  const selects = [...scope.querySelectorAll('select[data-autocomplete]:not([data-enhanced])')]
  if (!selects.length) return
  selects.forEach(select => { select.dataset.enhanced = 'yes' })
  const vendor = new URL('../vendor/', import.meta.url)
  const enhance = () => selects.forEach(selectElement =>
    window.accessibleAutocomplete.enhanceSelectElement({ selectElement, defaultValue: '', showAllValues: true }))
  if (window.accessibleAutocomplete) return enhance()
  loadStyle(new URL('css/accessible-autocomplete.min.css', vendor))
  const script = document.createElement('script')
  script.src = new URL('js/accessible-autocomplete.min.js', vendor)
  script.addEventListener('load', enhance)
  document.head.append(script)
}

// Filters stand open beside the results; on a phone they would stand before them. As wide as .app-columns needs.
const besides = window.matchMedia('(min-width: 48.0625em)')
function openFilters (scope) {
  scope.querySelectorAll('details[data-open-when-wide]').forEach(filter => {
    filter.open = filter.open || besides.matches
    delete filter.dataset.openWhenWide
  })
}

function start (scope) {
  initAll({ scope })
  initMoj(scope)
  enhanceSelects(scope)
  openFilters(scope)
}

start(document)

document.addEventListener('htmx:config:request', event => {
  if (csrf) event.detail.ctx.request.headers['X-CSRFToken'] = csrf.content
})
document.addEventListener('htmx:after:process', event => {
  const part = event.target
  if (part instanceof Element && part !== document.body) start(part)
})
