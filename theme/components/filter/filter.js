/* Filter: finds stories, as a reader types and chooses, among the cards of the edition, and shows those in place of the
list. What is looked for stands in the part of the address that no browser sends; nothing else is kept, and nothing sent.
Without cards the list stays. No sign that begins a tag stands in it. */
{
  const filter = document.querySelector(".filter");
  const found = document.querySelector(".filter-found");
  const words = filter.querySelector("input");
  const choices = [...filter.querySelectorAll("select")];
  const status = filter.querySelector("[role=status]");
  const clear = filter.querySelector("button");
  const more = found.querySelector("button");
  const [own, elsewhere] = found.querySelectorAll("ul");
  const language = document.documentElement.lang;
  const STEP = 48;
  const SAME = { "ё": "е", "ş": "ș", "ţ": "ț", "أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي" };
  let loading = null, limit = STEP, timer = 0;

  /* Words as they are compared: composed, in small letters, without apostrophes and marks of stress or vowels. Letters
  of an alphabet, such as қ beside к, stay apart. */
  const wordsOf = text => text.normalize("NFC").toLocaleLowerCase(language)
    .replace(/[ёşţأإآى]/g, sign => SAME[sign])
    .replace(/['’‘ʼʻ`´ـ]|\p{Mn}/gu, "")
    .match(/[\p{L}\p{M}\p{N}]+/gu) || [];

  const nameOf = term => {
    const [kind, key] = term.split("/");
    const choice = choices.find(each => each.name == kind);
    const option = choice && [...choice.options].find(each => each.value == key);
    return option ? option.text : "";
  };

  const read = async address => {
    const answer = await fetch(address, { cache: "no-cache", credentials: "omit" });
    if (!answer.ok) throw new Error(address);
    const cards = await answer.json();
    return cards.stories.map(story => ({
      ...story,
      countries: cards.places[story.place],
      spoken: story.language ? { lang: story.language, dir: cards.languages[story.language].dir } : {},
      toldIn: story.language ? cards.languages[story.language].name : "",
      text: " " + wordsOf([story.title, story.summary, ...story.filed.map(nameOf)].join(" ")).join(" "),
    }));
  };

  const load = () => {
    loading ??= Promise.all(filter.dataset.cards.split(" ").map(read)).then(every => every.flat());
    return loading;
  };

  const make = (name, values, ...within) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(values)) if (value) made.setAttribute(key, value);
    made.append(...within);
    return made;
  };

  const cardOf = (story, level) => {
    const link = make("a", { href: story.href, hreflang: story.spoken.lang, ...story.spoken }, story.title);
    const meta = make("p", { class: "card-meta" });
    if (story.toldIn) meta.append(make("span", { class: "card-language", lang: story.language }, story.toldIn));
    if (story.countries) meta.append(make("span", {}, story.countries));
    meta.append(make("time", { datetime: story.day }, story.date));
    const told = story.language ? make("span", story.spoken, story.summary) : story.summary;
    const summary = make("p", { class: "card-summary" }, told);
    return make("li", { class: "card" }, make(level, { class: "card-title" }, link), summary, meta);
  };

  const count = (name, number) => {
    const category = new Intl.PluralRules(language).select(number);
    const text = filter.getAttribute(`data-${name}-${category}`) ?? filter.getAttribute(`data-${name}-other`);
    return text.replace("{count}", number.toLocaleString(language));
  };

  const fitting = stories => {
    const wanted = choices.filter(each => each.value).map(each => each.name + "/" + each.value);
    const begun = wordsOf(words.value).map(word => " " + word);
    return stories.filter(
      story => wanted.every(term => story.filed.includes(term)) && begun.every(word => story.text.includes(word))
    );
  };

  const show = stories => {
    const fit = fitting(stories);
    const [here, others] = [fit.filter(story => !story.toldIn), fit.filter(story => story.toldIn)];
    const near = here.slice(0, limit);
    const far = others.slice(0, limit - near.length);
    own.replaceChildren(...near.map(story => cardOf(story, "h2")));
    elsewhere.replaceChildren(...far.map(story => cardOf(story, "h3")));
    elsewhere.parentElement.hidden = !far.length;
    more.hidden = near.length + far.length == fit.length;
    const said = [];
    if (here.length) said.push(count("own", here.length));
    if (others.length) said.push(count(here.length ? "more" : "elsewhere", others.length));
    status.textContent = said.join(", ") || filter.dataset.none;
  };

  const isWanted = () => wordsOf(words.value).length > 0 || choices.some(each => each.value);

  const apply = async () => {
    clear.hidden = !words.value && !isWanted();
    found.hidden = !isWanted();
    if (found.hidden) {
      status.textContent = "";
      return;
    }
    const waiting = setTimeout(() => { status.textContent = filter.dataset.wait; }, 300);
    try {
      const stories = await load();
      if (isWanted()) show(stories);
    } catch {
      loading = null;
      found.hidden = true;
      status.textContent = filter.dataset.failed;
    } finally {
      clearTimeout(waiting);
    }
  };

  const write = () => {
    const state = new URLSearchParams();
    for (const each of [words, ...choices]) if (each.value) state.set(each.name || "words", each.value);
    history.replaceState(history.state, "", String(state) ? "#" + state : location.pathname);
  };

  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    const ours = ["words", ...choices.map(each => each.name)].some(name => state.has(name));
    if (location.hash && !ours) return;
    words.value = state.get("words") ?? "";
    for (const each of choices) {
      const key = state.get(each.name);
      each.value = [...each.options].some(option => option.value == key) ? key : "";
    }
    limit = STEP;
    apply();
  };

  const change = () => {
    limit = STEP;
    write();
    apply();
  };

  const empty = () => {
    for (const each of [words, ...choices]) each.value = "";
    clearTimeout(timer);
    change();
    words.focus();
  };

  words.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(change, 200);
  });
  for (const each of choices) each.addEventListener("change", change);
  clear.addEventListener("click", empty);
  filter.addEventListener("keydown", event => {
    if (event.key != "Escape" || clear.hidden) return;
    event.preventDefault();
    empty();
  });
  more.addEventListener("click", async () => {
    const before = found.querySelectorAll("li").length;
    limit += STEP;
    show(await load());
    found.querySelectorAll("li a")[before].focus();
  });
  addEventListener("hashchange", restore);
  filter.hidden = false;
  restore();
  filter.querySelector("details").open = innerWidth >= 800 || choices.some(each => each.value);
}
