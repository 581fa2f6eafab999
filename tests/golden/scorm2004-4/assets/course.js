DARSLIK.course({
 "v": 1,
 "id": "https://example.org/courses/golden",
 "version": "2.1",
 "lang": "ru",
 "title": "Золотой & малый <курс>",
 "key": "e610a27cd971",
 "iri": "https://example.org/courses/golden",
 "navigation": "linear",
 "complete": {
  "pages": 90.0,
  "questions": "all"
 },
 "pass": {
  "score": 66.5
 },
 "modules": [
  {
   "id": "first-things",
   "title": "Первое",
   "lessons": [
    {
     "id": "blocks",
     "title": "Блоки",
     "minutes": 6,
     "pages": [
      {
       "id": "blocks/start",
       "slot": "wS",
       "title": "Блоки",
       "file": "pages/blocks_start.js",
       "questions": []
      },
      {
       "id": "blocks/more",
       "slot": "3V",
       "title": "Ещё блоки",
       "file": "pages/blocks_more.js",
       "questions": [
        {
         "id": "one-subject",
         "slot": "dK",
         "points": 1
        }
       ]
      }
     ]
    }
   ]
  },
  {
   "id": "questions",
   "title": "Вопросы",
   "unlock": {
    "when": "passed",
    "module": "first-things"
   },
   "lessons": [
    {
     "id": "questions",
     "title": "Вопросы",
     "minutes": 9,
     "pages": [
      {
       "id": "questions/chosen",
       "slot": "IG",
       "title": "Выбор",
       "file": "pages/questions_chosen.js",
       "questions": [
        {
         "id": "readable",
         "slot": "zy",
         "points": 1
        },
        {
         "id": "licences",
         "slot": "Rw",
         "points": 2
        },
        {
         "id": "pairs",
         "slot": "vu",
         "points": 1
        },
        {
         "id": "order",
         "slot": "LQ",
         "points": 1
        }
       ]
      },
      {
       "id": "questions/typed",
       "slot": "Wq",
       "title": "Ввод",
       "file": "pages/questions_typed.js",
       "questions": [
        {
         "id": "word",
         "slot": "MC",
         "points": 1
        },
        {
         "id": "half",
         "slot": "84",
         "points": 1
        },
        {
         "id": "gaps",
         "slot": "2W",
         "points": 1
        }
       ]
      }
     ]
    }
   ]
  }
 ],
 "options": {
  "interactions": "journal"
 }
});
