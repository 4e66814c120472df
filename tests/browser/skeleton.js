// What axe-core's verdict on a page hangs on: its elements, their attributes and states, in parts: every kind of list entry and filter field
// on it, what stands around <main>, and <main>. Words are left out, but not whether there are any. Of equal neighbours two are kept, for a table
// is judged alike with two rows and with twenty; and a menu is judged by its entries, whichever is the current one and how many a role has.
() => {
  const AS_IT_IS = /^(class|role|type|aria-(?!label|describedby|labelledby|controls|owns|activedescendant|valuetext|valuenow|valuemax)|hidden|lang|tabindex|autocomplete|style|fill|stroke|scope|rowspan|disabled|required|readonly|checked|open|inert|contenteditable|inputmode)/;
  const REFERENCES = ["for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "headers", "list"];
  const PARTS = "li, .filter-field";
  const SILENT = new Set(["SCRIPT", "STYLE", "LINK", "META", "TEMPLATE"]);
  const main = document.querySelector("main");
  const parts = new Set();

  const words = text => (text.trim().length > 1 ? "T" : text.trim().length);
  const attribute = ({name, value}) => {
    if (AS_IT_IS.test(name)) return `${name}=${value}`;
    return name === "id" || name === "data-bs-theme" ? "" : `${name}=${value.trim() ? "x" : ""}`;
  };
  const scrolls = element =>
    (element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight) &&
    !["visible", "hidden", "clip"].includes(getComputedStyle(element).overflowX);

  function drawn(node) {
    if (node.nodeType === Node.TEXT_NODE) return words(node.data) ? `${words(node.data)}` : "";
    if (node.nodeType !== Node.ELEMENT_NODE || SILENT.has(node.tagName)) return "";
    const attributes = [...node.attributes].map(attribute).filter(Boolean).sort().join(" ");
    const state = `${scrolls(node) ? " scrolls" : ""}${node.checkVisibility() ? "" : " unseen"}`;
    const whole = `<${node.tagName} ${attributes}${state}>${inside(node)}</>`;
    if (!node.matches(PARTS)) return whole;
    parts.add(`${main && main.contains(node) ? "in main" : "around"} ${node.parentElement.tagName} ${whole}`);
    return `<${node.tagName}>`;
  }

  function inside(element) {
    const met = new Map();
    return [...element.childNodes]
      .filter(child => child !== main)
      .map(drawn)
      .filter(text => {
        met.set(text, (met.get(text) || 0) + 1);
        return text && met.get(text) <= 2;
      })
      .join("");
  }

  const ids = [...document.querySelectorAll("[id]")].map(each => each.id);
  const twice = ids.filter((id, place) => ids.indexOf(id) !== place);
  const known = new Set(ids);
  const astray = REFERENCES.flatMap(name => [...document.querySelectorAll(`[${name}]`)]
    .flatMap(each => each.getAttribute(name).split(/\s+/).filter(id => id && !known.has(id)).map(id => `${name}=${id}`)));
  const doubts = [...new Set([...twice, ...astray])].sort().join(" ");
  const around = `around ${drawn(document.documentElement)} ${words(document.title)} ${doubts}`;
  return [around, `main ${main ? drawn(main) : ""} ${doubts}`, ...parts];
}
