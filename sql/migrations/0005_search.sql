-- Search: every article's text in the form it is compared in, indexed by pairs of neighbouring characters, a year a
-- partition. Nothing but stock Postgres.

-- Comparing texts ----------------------------------------------------------------------------------------------------

-- One traditional character each, and below, in the same order, the simplified one; as OpenCC's t2s converts single
-- characters, with 著 and 陜, which it leaves to the context.
create function zh_traditional() returns text language sql immutable parallel safe return
    '丟並乾亂亙亞佇佈佔併來侖侶侷俁係俔俠俥俬倀倆倈倉個們倖倫倲偉偑側偵偽傌傑傖傘備傢傭傯傳傴債傷傾僂僅僉僑僕僞僥僨'
    '僱價儀儁儂億儈儉儎儐儔儕儘償優儲儷儸儺儻儼兇兌兒兗內兩冊冑冪凈凍凜凱別刪剄則剋剎剗剛剝剮剴創剷劃劄劇劉劊劌劍劏'
    '劑劚勁動務勛勝勞勢勩勱勳勵勸勻匭匯匱區協卹卻卽厙厠厤厭厲厴參叄叢吒吳吶呂咼員唄唸問啓啞啟啢喎喚喪喫喬單喲嗆嗇嗊'
    '嗎嗚嗩嗶嘆嘍嘓嘔嘖嘗嘜嘩嘮嘯嘰嘵嘸嘽噁噓噚噝噠噥噦噯噲噴噸噹嚀嚇嚌嚐嚕嚙嚥嚦嚨嚮嚲嚳嚴嚶囀囁囂囅囈囉囌囑囪圇國'
    '圍園圓圖團垻埡埰執堅堊堖堝堯報場塊塋塏塒塗塚塢塤塵塹墊墜墮墰墳墶墻墾壇壋壎壓壘壙壚壜壞壟壠壢壩壪壯壺壼壽夠夢夥'
    '夾奐奧奩奪奬奮奼妝姍姦娛婁婦婭媧媯媰媼媽嫋嫗嫵嫺嫻嫿嬀嬃嬈嬋嬌嬙嬡嬤嬪嬰嬸孃孋孌孫學孿宮寀寢實寧審寫寬寵寶將專'
    '尋對導尷屆屍屓屜屢層屨屬岡峯峴島峽崍崑崗崙崢崬嵐嵗嵾嶁嶄嶇嶔嶗嶠嶢嶧嶨嶮嶸嶺嶼嶽巋巒巔巖巰巹帥師帳帶幀幃幓幗幘'
    '幟幣幫幬幷幹幾庫廁廂廄廈廎廕廚廝廟廠廡廢廣廩廬廳弒弔弳張強彆彈彌彎彔彙彠彥彫彲彿後徑從徠復徵徹恆恥悅悞悵悶悽惡'
    '惱惲惻愛愜愨愴愷愾慄態慍慘慚慟慣慤慪慫慮慳慶慺慼慾憂憊憐憑憒憖憚憤憫憮憲憶懇應懌懍懞懟懣懤懨懲懶懷懸懺懼懾戀戇'
    '戔戧戩戰戱戲戶扞拋拚挩挱挾捨捫捱捲掃掄掆掗掙掛採揀揚換揮揯損搖搗搧搵搶摑摜摟摯摳摶摺摻撈撏撐撓撝撟撣撥撫撲撳撻'
    '撾撿擁擄擇擊擋擓擔據擠擡擣擬擯擰擱擲擴擷擺擻擼擽擾攄攆攏攔攖攙攛攜攝攢攣攤攪攬敎敓敗敘敵數斂斃斆斕斬斷於旂旣昇'
    '時晉晝暈暉暘暢暫曄曆曇曉曏曖曠曨曬書會朧朮東枴柵柺査桿梔梘條梟梲棄棊棖棗棟棡棧棲棶椏椲楊楓楨業極榘榦榪榮榲榿構'
    '槍槓槤槧槨槮槳槶槼樁樂樅樑樓標樞樢樣樧樫樳樸樹樺樿橈橋機橢橫檁檉檔檜檟檢檣檮檯檳檸檻櫃櫓櫚櫛櫝櫞櫟櫥櫧櫨櫪櫫櫬'
    '櫱櫳櫸櫻欄欅權欏欒欖欞欽歎歐歟歡歲歷歸歿殘殞殤殨殫殭殮殯殰殲殺殻殼毀毆毿氂氈氌氣氫氬氳氾汎汙決沒沖況泝洩洶浹涇'
    '涗涼淒淚淥淨淩淪淵淶淺渙減渢渦測渾湊湞湧湯溈準溝溫溮溳溼滄滅滌滎滙滬滯滲滷滸滻滾滿漁漊漚漢漣漬漲漵漸漿潁潑潔潙'
    '潚潛潤潯潰潷潿澀澆澇澐澗澠澤澦澩澮澱澾濁濃濄濕濘濚濛濜濟濤濧濫濰濱濺濼濾瀂瀅瀆瀇瀉瀋瀏瀕瀘瀝瀟瀠瀦瀧瀨瀰瀲瀾灃'
    '灄灑灕灘灝灡灣灤灧灩災為烏烴無煉煒煙煢煥煩煬煱熅熒熗熱熲熾燁燈燉燒燙燜營燦燬燭燴燶燻燼燾爍爐爛爭爲爺爾牀牆牘牴'
    '牽犖犛犢犧狀狹狽猙猶猻獁獃獄獅獎獨獪獫獮獰獱獲獵獷獸獺獻獼玀現琱琺琿瑋瑒瑣瑤瑩瑪瑲璉璡璣璦璫璯環璵璸璽璿瓊瓏瓔'
    '瓚甌甕產産畝畢畫異畵當疇疊痙痠痾瘂瘋瘍瘓瘞瘡瘧瘮瘲瘺瘻療癆癇癉癒癘癟癡癢癤癥癧癩癬癭癮癰癱癲發皁皚皰皸皺盃盜盞'
    '盡監盤盧盪眞眥眾睏睜睞瞘瞜瞞瞶瞼矇矓矚矯硃硜硤硨硯碕碩碭碸確碼碽磑磚磠磣磧磯磽磾礄礎礙礦礪礫礬礱祕祿禍禎禕禡禦'
    '禪禮禰禱禿秈稅稈稏稜稟種稱穀穇穌積穎穠穡穢穩穫穭窩窪窮窯窵窶窺竄竅竇竈竊竪競筆筍筧筴箇箋箏箚節範築篋篔篠篤篩篳'
    '簀簍簑簞簡簣簫簹簽簾籃籌籔籙籛籜籟籠籤籩籪籬籮籲粵糉糝糞糧糰糲糴糶糹糾紀紂約紅紆紇紈紉紋納紐紓純紕紖紗紘紙級紛'
    '紜紝紡紬紮細紱紲紳紵紹紺紼紿絀終絃組絅絆絎結絕絛絝絞絡絢給絨絰統絲絳絶絹綁綃綆綈綉綌綏綐綑經綜綞綠綢綣綫綬維綯'
    '綰綱網綳綴綵綸綹綺綻綽綾綿緄緇緊緋緑緒緓緔緗緘緙線緝緞締緡緣緦編緩緬緯緱緲練緶緹緻緼縈縉縊縋縐縑縕縗縛縝縞縟縣'
    '縧縫縭縮縱縲縳縴縵縶縷縹總績繃繅繆繒織繕繚繞繡繢繩繪繫繭繮繯繰繳繸繹繼繽繾繿纇纈纊續纍纏纓纔纖纘纜缽罃罈罌罎罰'
    '罵罷羅羆羈羋羣羥羨義羶習翫翬翹翽耬耮聖聞聯聰聲聳聵聶職聹聽聾肅脅脈脛脣脩脫脹腎腖腡腦腫腳腸膃膕膚膞膠膩膽膾膿臉'
    '臍臏臘臚臟臠臢臥臨臺與興舉舊舖舘艙艤艦艫艱艷芻苧茲荊莊莖莢莧華菴菸萇萊萬萴萵葉葒葤葦葯葷蒐蒓蒔蒕蒞蒼蓀蓆蓋蓮蓯'
    '蓴蓽蔔蔘蔞蔣蔥蔦蔭蕁蕆蕎蕒蕓蕕蕘蕢蕩蕪蕭蕷薀薈薊薌薑薔薘薟薦薩薳薴薵薹薺藍藎藝藥藪藭藴藶藹藺蘀蘄蘆蘇蘊蘋蘚蘞蘢'
    '蘭蘺蘿虆處虛虜號虧虯蛺蛻蜆蝕蝟蝦蝨蝸螄螞螢螮螻螿蟄蟈蟎蟣蟬蟯蟲蟶蟻蠁蠅蠆蠍蠐蠑蠔蠟蠣蠨蠱蠶蠻衆衊術衕衚衛衝袞袷'
    '裊裏補裝裡製複褌褘褲褳褸褻襇襉襏襖襝襠襤襪襬襯襲襴覈見覎規覓視覘覡覥覦親覬覯覲覷覺覽覿觀觴觶觸訁訂訃計訊訌討訐'
    '訒訓訕訖託記訛訝訟訢訣訥訩訪設許訴訶診註証詁詆詎詐詒詔評詖詗詘詛詞詠詡詢詣試詩詫詬詭詮詰話該詳詵詼詿誄誅誆誇誌'
    '認誑誒誕誘誚語誠誡誣誤誥誦誨說説誰課誶誹誼誾調諂諄談諉請諍諏諑諒論諗諛諜諝諞諡諢諤諦諧諫諭諮諱諳諶諷諸諺諼諾謀'
    '謁謂謄謅謊謎謐謔謖謗謙謚講謝謠謡謨謫謬謭謳謹謾譁證譎譏譖識譙譚譜譟譫譭譯議譴護譸譽譾讀讅變讋讌讎讒讓讕讖讚讜讞'
    '谿豈豎豐豔豬豶貍貓貙貝貞貟負財貢貧貨販貪貫責貯貰貲貳貴貶買貸貺費貼貽貿賀賁賂賃賄賅資賈賊賑賒賓賕賙賚賜賞賠賡賢'
    '賣賤賦賧質賫賬賭賰賴賵賺賻購賽賾贄贅贇贈贊贋贍贏贐贓贔贖贗贛贜赬趕趙趨趲跡踐踰踴蹌蹕蹟蹠蹣蹤蹺躂躉躊躋躍躎躑躒'
    '躓躕躚躡躥躦躪軀車軋軌軍軑軒軔軛軟軤軫軲軸軹軺軻軼軾較輅輇輈載輊輒輓輔輕輛輜輝輞輟輥輦輩輪輬輯輳輸輻輼輾輿轀轂'
    '轄轅轆轉轍轎轔轟轡轢轤辦辭辮辯農迴逕這連週進遊運過達違遙遜遞遠遡適遲遶遷選遺遼邁還邇邊邏邐郟郵鄆鄉鄒鄔鄖鄧鄭鄰'
    '鄲鄴鄶鄺酇酈醃醖醜醞醟醣醫醬醱釀釁釃釅釋釐釒釓釔釕釗釘釙針釣釤釦釧釩釵釷釹釺釾鈀鈁鈃鈄鈅鈈鈉鈍鈎鈐鈑鈒鈔鈕鈞鈡'
    '鈣鈥鈦鈧鈮鈰鈳鈴鈷鈸鈹鈺鈽鈾鈿鉀鉅鉆鉈鉉鉋鉍鉑鉕鉗鉚鉛鉞鉢鉤鉦鉬鉭鉳鉶鉸鉺鉻鉿銀銃銅銍銑銓銖銘銚銛銜銠銣銥銦銨'
    '銩銪銫銬銱銳銷銹銻銼鋁鋃鋅鋇鋌鋏鋒鋙鋝鋟鋣鋤鋥鋦鋨鋩鋪鋭鋮鋯鋰鋱鋶鋸鋼錁錄錆錇錈錏錐錒錕錘錙錚錛錟錠錡錢錦錨錩'
    '錫錮錯録錳錶錸錼鍀鍁鍃鍅鍆鍇鍈鍊鍋鍍鍔鍘鍚鍛鍠鍤鍥鍩鍬鍰鍵鍶鍺鍼鍾鎂鎄鎇鎊鎌鎔鎖鎘鎚鎛鎡鎢鎣鎦鎧鎩鎪鎬鎭鎮鎰鎲'
    '鎳鎵鎶鎸鎿鏃鏇鏈鏌鏍鏐鏑鏗鏘鏜鏝鏞鏟鏡鏢鏤鏨鏰鏵鏷鏹鏺鏽鐃鐋鐐鐒鐓鐔鐘鐙鐝鐠鐥鐦鐧鐨鐫鐮鐯鐲鐳鐵鐶鐸鐺鐿鑄鑊鑌'
    '鑑鑒鑔鑕鑞鑠鑣鑥鑭鑰鑱鑲鑷鑹鑼鑽鑾鑿钁钂長門閂閃閆閈閉開閌閎閏閑閒間閔閘閡閣閤閥閨閩閫閬閭閱閲閶閹閻閼閽閾閿闃'
    '闆闇闈闊闋闌闍闐闒闓闔闕闖關闞闠闡闢闤闥陘陝陞陣陰陳陸陽隉隊階隕際隨險隯隱隴隸隻雋雖雙雛雜雞離難雲電霑霢霧霽靂'
    '靄靆靈靉靚靜靝靦靨鞏鞝鞦鞽韁韃韆韉韋韌韍韓韙韜韝韞韻響頁頂頃項順頇須頊頌頎頏預頑頒頓頗領頜頡頤頦頭頮頰頲頴頷頸'
    '頹頻頽顆題額顎顏顒顓顔願顙顛類顢顥顧顫顬顯顰顱顳顴風颭颮颯颱颳颶颸颺颻颼飀飄飆飈飛飠飢飣飥飩飪飫飭飯飱飲飴飼飽'
    '飾飿餃餄餅餈餉養餌餎餏餑餒餓餕餖餘餚餛餜餞餡館餬餱餳餵餶餷餺餼餾餿饁饃饅饈饉饊饋饌饑饒饗饜饞饢馬馭馮馱馳馴馹駁'
    '駐駑駒駔駕駘駙駛駝駟駡駢駭駰駱駸駿騁騂騅騌騍騎騏騖騙騤騧騫騭騮騰騶騷騸騾驀驁驂驃驄驅驊驌驍驏驕驗驚驛驟驢驤驥驦'
    '驪驫骯髏髒體髕髖髮鬆鬍鬚鬢鬥鬧鬨鬩鬮鬱鬹魎魘魚魛魢魨魯魴魷魺鮁鮃鮊鮋鮍鮎鮐鮑鮒鮓鮚鮜鮝鮞鮣鮦鮪鮫鮭鮮鮳鮶鮺鯀鯁'
    '鯇鯉鯊鯒鯔鯕鯖鯗鯛鯝鯡鯢鯤鯧鯨鯪鯫鯰鯴鯷鯽鯿鰁鰂鰃鰆鰈鰉鰌鰍鰏鰐鰒鰓鰛鰜鰟鰠鰣鰥鰧鰨鰩鰭鰮鰱鰲鰳鰵鰷鰹鰺鰻鰼鰾'
    '鱂鱅鱈鱉鱒鱔鱖鱗鱘鱝鱟鱠鱣鱤鱧鱨鱭鱯鱷鱸鱺鳥鳧鳩鳬鳲鳳鳴鳶鳾鴆鴇鴉鴒鴕鴛鴝鴞鴟鴣鴦鴨鴯鴰鴴鴷鴻鴿鵁鵂鵃鵐鵑鵒鵓'
    '鵜鵝鵠鵡鵪鵬鵮鵯鵰鵲鵷鵾鶄鶇鶉鶊鶓鶖鶘鶚鶡鶥鶩鶪鶬鶯鶲鶴鶹鶺鶻鶼鶿鷀鷁鷂鷄鷉鷊鷓鷖鷗鷙鷚鷥鷦鷫鷯鷲鷳鷴鷸鷹鷺鷽'
    '鸂鸇鸊鸌鸏鸕鸘鸚鸛鸝鸞鹵鹹鹺鹼鹽麗麥麩麪麫麯麴麵麼麽黃黌點黨黲黴黶黷黽黿鼂鼉鼕鼴齊齋齎齏齒齔齕齗齙齜齟齠齡齣齦'
    '齧齪齬齲齶齷龍龎龐龑龔龕龜鿁鿓陜著';
comment on function zh_traditional() is 'The traditional characters that searches take for simplified ones.';

create function zh_simplified() returns text language sql immutable parallel safe return
    '丢并干乱亘亚伫布占并来仑侣局俣系伣侠伡私伥俩俫仓个们幸伦㑈伟㐽侧侦伪㐷杰伧伞备家佣偬传伛债伤倾偻仅佥侨仆伪侥偾'
    '雇价仪俊侬亿侩俭傤傧俦侪尽偿优储俪㑩傩傥俨凶兑儿兖内两册胄幂净冻凛凯别删刭则克刹刬刚剥剐剀创铲划札剧刘刽刿剑㓥'
    '剂㔉劲动务勋胜劳势勚劢勋励劝匀匦汇匮区协恤却即厍厕历厌厉厣参叁丛咤吴呐吕呙员呗念问启哑启唡㖞唤丧吃乔单哟呛啬唝'
    '吗呜唢哔叹喽啯呕啧尝唛哗唠啸叽哓呒啴恶嘘㖊咝哒哝哕嗳哙喷吨当咛吓哜尝噜啮咽呖咙向亸喾严嘤啭嗫嚣冁呓啰苏嘱囱囵国'
    '围园圆图团坝垭采执坚垩垴埚尧报场块茔垲埘涂冢坞埙尘堑垫坠堕坛坟垯墙垦坛垱埙压垒圹垆坛坏垄垅坜坝塆壮壶壸寿够梦伙'
    '夹奂奥奁夺奖奋姹妆姗奸娱娄妇娅娲妫㛀媪妈袅妪妩娴娴婳妫媭娆婵娇嫱嫒嬷嫔婴婶娘㛤娈孙学孪宫采寝实宁审写宽宠宝将专'
    '寻对导尴届尸屃屉屡层屦属冈峰岘岛峡崃昆岗仑峥岽岚岁㟥嵝崭岖嵚崂峤峣峄峃崄嵘岭屿岳岿峦巅岩巯卺帅师帐带帧帏㡎帼帻'
    '帜币帮帱并干几库厕厢厩厦庼荫厨厮庙厂庑废广廪庐厅弑吊弪张强别弹弥弯录汇彟彦雕彨佛后径从徕复征彻恒耻悦悮怅闷凄恶'
    '恼恽恻爱惬悫怆恺忾栗态愠惨惭恸惯悫怄怂虑悭庆㥪戚欲忧惫怜凭愦慭惮愤悯怃宪忆恳应怿懔蒙怼懑㤽恹惩懒怀悬忏惧慑恋戆'
    '戋戗戬战戯戏户捍抛拼捝挲挟舍扪挨卷扫抡㧏挜挣挂采拣扬换挥搄损摇捣扇揾抢掴掼搂挚抠抟折掺捞挦撑挠㧑挢掸拨抚扑揿挞'
    '挝捡拥掳择击挡㧟担据挤抬捣拟摈拧搁掷扩撷摆擞撸㧰扰摅撵拢拦撄搀撺携摄攒挛摊搅揽教敚败叙敌数敛毙敩斓斩断于旗既升'
    '时晋昼晕晖旸畅暂晔历昙晓向暧旷昽晒书会胧术东拐栅拐查杆栀枧条枭棁弃棋枨枣栋㭎栈栖梾桠㭏杨枫桢业极矩干杩荣榅桤构'
    '枪杠梿椠椁椮桨椢椝桩乐枞梁楼标枢㭤样榝㭴桪朴树桦椫桡桥机椭横檩柽档桧槚检樯梼台槟柠槛柜橹榈栉椟橼栎橱槠栌枥橥榇'
    '蘖栊榉樱栏榉权椤栾榄棂钦叹欧欤欢岁历归殁残殒殇㱮殚僵殓殡㱩歼杀壳壳毁殴毵牦毡氇气氢氩氲泛泛污决没冲况溯泄汹浃泾'
    '涚凉凄泪渌净凌沦渊涞浅涣减沨涡测浑凑浈涌汤沩准沟温浉涢湿沧灭涤荥汇沪滞渗卤浒浐滚满渔溇沤汉涟渍涨溆渐浆颍泼洁沩'
    '㴋潜润浔溃滗涠涩浇涝沄涧渑泽滪泶浍淀㳠浊浓㳡湿泞溁蒙浕济涛㳔滥潍滨溅泺滤澛滢渎㲿泻沈浏濒泸沥潇潆潴泷濑弥潋澜沣'
    '滠洒漓滩灏㳕湾滦滟滟灾为乌烃无炼炜烟茕焕烦炀㶽煴荧炝热颎炽烨灯炖烧烫焖营灿毁烛烩㶶熏烬焘烁炉烂争为爷尔床墙牍抵'
    '牵荦牦犊牺状狭狈狰犹狲犸呆狱狮奖独狯猃狝狞㺍获猎犷兽獭献猕猡现雕珐珲玮玚琐瑶莹玛玱琏琎玑瑷珰㻅环玙瑸玺璇琼珑璎'
    '瓒瓯瓮产产亩毕画异画当畴叠痉酸疴痖疯疡痪瘗疮疟瘆疭瘘瘘疗痨痫瘅愈疠瘪痴痒疖症疬癞癣瘿瘾痈瘫癫发皂皑疱皲皱杯盗盏'
    '尽监盘卢荡真眦众困睁睐眍䁖瞒瞆睑蒙眬瞩矫朱硁硖砗砚埼硕砀砜确码䂵硙砖硵碜碛矶硗䃅硚础碍矿砺砾矾砻秘禄祸祯祎祃御'
    '禅礼祢祷秃籼税秆䅉棱禀种称谷䅟稣积颖秾穑秽稳获穞窝洼穷窑窎窭窥窜窍窦灶窃竖竞笔笋笕䇲个笺筝札节范筑箧筼筿笃筛筚'
    '箦篓蓑箪简篑箫筜签帘篮筹䉤箓篯箨籁笼签笾簖篱箩吁粤粽糁粪粮团粝籴粜纟纠纪纣约红纡纥纨纫纹纳纽纾纯纰纼纱纮纸级纷'
    '纭纴纺䌷扎细绂绁绅纻绍绀绋绐绌终弦组䌹绊绗结绝绦绔绞络绚给绒绖统丝绛绝绢绑绡绠绨绣绤绥䌼捆经综缍绿绸绻线绶维绹'
    '绾纲网绷缀彩纶绺绮绽绰绫绵绲缁紧绯绿绪绬绱缃缄缂线缉缎缔缗缘缌编缓缅纬缑缈练缏缇致缊萦缙缢缒绉缣缊缞缚缜缟缛县'
    '绦缝缡缩纵缧䌸纤缦絷缕缥总绩绷缫缪缯织缮缭绕绣缋绳绘系茧缰缳缲缴䍁绎继缤缱䍀颣缬纩续累缠缨才纤缵缆钵䓨坛罂坛罚'
    '骂罢罗罴羁芈群羟羡义膻习玩翚翘翙耧耢圣闻联聪声耸聩聂职聍听聋肃胁脉胫唇修脱胀肾胨脶脑肿脚肠腽腘肤䏝胶腻胆脍脓脸'
    '脐膑腊胪脏脔臜卧临台与兴举旧铺馆舱舣舰舻艰艳刍苎兹荆庄茎荚苋华庵烟苌莱万荝莴叶荭荮苇药荤搜莼莳蒀莅苍荪席盖莲苁'
    '莼荜卜参蒌蒋葱茑荫荨蒇荞荬芸莸荛蒉荡芜萧蓣蕰荟蓟芗姜蔷荙莶荐萨䓕苎䓓苔荠蓝荩艺药薮䓖蕴苈蔼蔺萚蕲芦苏蕴苹藓蔹茏'
    '兰蓠萝蔂处虚虏号亏虬蛱蜕蚬蚀猬虾虱蜗蛳蚂萤䗖蝼螀蛰蝈螨虮蝉蛲虫蛏蚁蚃蝇虿蝎蛴蝾蚝蜡蛎蟏蛊蚕蛮众蔑术同胡卫冲衮夹'
    '袅里补装里制复裈袆裤裢褛亵裥裥袯袄裣裆褴袜摆衬袭襕核见觃规觅视觇觋觍觎亲觊觏觐觑觉览觌观觞觯触讠订讣计讯讧讨讦'
    '讱训讪讫托记讹讶讼䜣诀讷讻访设许诉诃诊注证诂诋讵诈诒诏评诐诇诎诅词咏诩询诣试诗诧诟诡诠诘话该详诜诙诖诔诛诓夸志'
    '认诳诶诞诱诮语诚诫诬误诰诵诲说说谁课谇诽谊訚调谄谆谈诿请诤诹诼谅论谂谀谍谞谝谥诨谔谛谐谏谕咨讳谙谌讽诸谚谖诺谋'
    '谒谓誊诌谎谜谧谑谡谤谦谥讲谢谣谣谟谪谬谫讴谨谩哗证谲讥谮识谯谭谱噪谵毁译议谴护诪誉谫读谉变詟䜩雠谗让谰谶赞谠谳'
    '溪岂竖丰艳猪豮狸猫䝙贝贞贠负财贡贫货贩贪贯责贮贳赀贰贵贬买贷贶费贴贻贸贺贲赂赁贿赅资贾贼赈赊宾赇赒赉赐赏赔赓贤'
    '卖贱赋赕质赍账赌䞐赖赗赚赙购赛赜贽赘赟赠赞赝赡赢赆赃赑赎赝赣赃赪赶赵趋趱迹践逾踊跄跸迹跖蹒踪跷跶趸踌跻跃䟢踯跞'
    '踬蹰跹蹑蹿躜躏躯车轧轨军轪轩轫轭软轷轸轱轴轵轺轲轶轼较辂辁辀载轾辄挽辅轻辆辎辉辋辍辊辇辈轮辌辑辏输辐辒辗舆辒毂'
    '辖辕辘转辙轿辚轰辔轹轳办辞辫辩农回径这连周进游运过达违遥逊递远溯适迟绕迁选遗辽迈还迩边逻逦郏邮郓乡邹邬郧邓郑邻'
    '郸邺郐邝酂郦腌酝丑酝蒏糖医酱酦酿衅酾酽释厘钅钆钇钌钊钉钋针钓钐扣钏钒钗钍钕钎䥺钯钫钘钭钥钚钠钝钩钤钣钑钞钮钧钟'
    '钙钬钛钪铌铈钶铃钴钹铍钰钸铀钿钾巨钻铊铉铇铋铂钷钳铆铅钺钵钩钲钼钽锫铏铰铒铬铪银铳铜铚铣铨铢铭铫铦衔铑铷铱铟铵'
    '铥铕铯铐铞锐销锈锑锉铝锒锌钡铤铗锋铻锊锓铘锄锃锔锇铓铺锐铖锆锂铽锍锯钢锞录锖锫锩铔锥锕锟锤锱铮锛锬锭锜钱锦锚锠'
    '锡锢错录锰表铼镎锝锨锪钫钔锴锳炼锅镀锷铡钖锻锽锸锲锘锹锾键锶锗针钟镁锿镅镑镰镕锁镉锤镈镃钨蓥镏铠铩锼镐镇镇镒镋'
    '镍镓鿔镌镎镞旋链镆镙镠镝铿锵镗镘镛铲镜镖镂錾镚铧镤镪䥽锈铙铴镣铹镦镡钟镫镢镨䦅锎锏镄镌镰䦃镯镭铁镮铎铛镱铸镬镔'
    '鉴鉴镲锧镴铄镳镥镧钥镵镶镊镩锣钻銮凿镢镋长门闩闪闫闬闭开闶闳闰闲闲间闵闸阂阁合阀闺闽阃阆闾阅阅阊阉阎阏阍阈阌阒'
    '板暗闱阔阕阑阇阗阘闿阖阙闯关阚阓阐辟阛闼陉陕升阵阴陈陆阳陧队阶陨际随险陦隐陇隶只隽虽双雏杂鸡离难云电沾霡雾霁雳'
    '霭叇灵叆靓静靔腼靥巩绱秋鞒缰鞑千鞯韦韧韨韩韪韬鞲韫韵响页顶顷项顺顸须顼颂颀颃预顽颁顿颇领颌颉颐颏头颒颊颋颕颔颈'
    '颓频颓颗题额颚颜颙颛颜愿颡颠类颟颢顾颤颥显颦颅颞颧风飐飑飒台刮飓飔飏飖飕飗飘飙飚飞饣饥饤饦饨饪饫饬饭飧饮饴饲饱'
    '饰饳饺饸饼糍饷养饵饹饻饽馁饿馂饾余肴馄馃饯馅馆糊糇饧喂馉馇馎饩馏馊馌馍馒馐馑馓馈馔饥饶飨餍馋馕马驭冯驮驰驯驲驳'
    '驻驽驹驵驾骀驸驶驼驷骂骈骇骃骆骎骏骋骍骓骔骒骑骐骛骗骙䯄骞骘骝腾驺骚骟骡蓦骜骖骠骢驱骅骕骁骣骄验惊驿骤驴骧骥骦'
    '骊骉肮髅脏体髌髋发松胡须鬓斗闹哄阋阄郁鬶魉魇鱼鱽鱾鲀鲁鲂鱿鲄鲅鲆鲌鲉鲏鲇鲐鲍鲋鲊鲒鲘鲞鲕䲟鲖鲔鲛鲑鲜鲓鲪鲝鲧鲠'
    '鲩鲤鲨鲬鲻鲯鲭鲞鲷鲴鲱鲵鲲鲳鲸鲮鲰鲶鲺鳀鲫鳊鳈鲗鳂䲠鲽鳇䲡鳅鲾鳄鳆鳃鳁鳒鳑鳋鲥鳏䲢鳎鳐鳍鳁鲢鳌鳓鳘鲦鲣鲹鳗鳛鳔'
    '鳉鳙鳕鳖鳟鳝鳜鳞鲟鲼鲎鲙鳣鳡鳢鲿鲚鳠鳄鲈鲡鸟凫鸠凫鸤凤鸣鸢䴓鸩鸨鸦鸰鸵鸳鸲鸮鸱鸪鸯鸭鸸鸹鸻䴕鸿鸽䴔鸺鸼鹀鹃鹆鹁'
    '鹈鹅鹄鹉鹌鹏鹐鹎雕鹊鹓鹍䴖鸫鹑鹒鹋鹙鹕鹗鹖鹛鹜䴗鸧莺鹟鹤鹠鹡鹘鹣鹚鹚鹢鹞鸡䴘鹝鹧鹥鸥鸷鹨鸶鹪鹔鹩鹫鹇鹇鹬鹰鹭鸴'
    '㶉鹯䴙鹱鹲鸬鹴鹦鹳鹂鸾卤咸鹾碱盐丽麦麸面面曲曲面么么黄黉点党黪霉黡黩黾鼋鼌鼍冬鼹齐斋赍齑齿龀龁龂龅龇龃龆龄出龈'
    '啮龊龉龋腭龌龙厐庞䶮龚龛龟䜤鿒陕着';
comment on function zh_simplified() is 'What each character of zh_traditional() is taken for, in the same order.';

create function zh_simplify(given text) returns text language sql immutable strict parallel safe return
    case
        -- translate() looks through all its characters for every one of a text, so it is given only those that are there
        when given ~ ('[' || zh_traditional() || ']') then (
            select translate(
                given,
                string_agg(traditional, ''),
                string_agg(substr(zh_simplified(), strpos(zh_traditional(), traditional), 1), '')
            )
            from (
                select distinct hit[1] as traditional
                from regexp_matches(given, '[' || zh_traditional() || ']', 'g') as hits (hit)
            ) as found
        )
        else given
    end;
comment on function zh_simplify(text) is 'A text with each traditional character simplified by itself; as many characters as before. For comparing, not for reading: 著名 becomes 着名.';

create function zh_fold(given text) returns text language sql immutable strict parallel safe return
    zh_simplify(lower(normalize(given, nfkc)));
comment on function zh_fold(text) is 'A text in the form in which searches compare it: NFKC (full-width letters become plain ones), lower case, simplified.';

create function zh_everyday() returns text language sql immutable parallel safe return
    '一七万三上下不与专且世业东两严个中为主么义之九也习书了争事二于五些交产京亲人什今从他代以们件价任众会传但位低住'
    '体何作你使例便保信候值做儿元先光克党入全八公六共关其具养内再写军农决况准凝几出分切划列则利别到制前力办加务动劳'
    '包化北区十千半华协单南即却厂历压原去县参又及反发取受变口只叫可史号各合同名后向听员周命和品响商器四回因团国图圆'
    '土在地场型基增声处备复外多大天太头她好如始委子存学它安完定实家容察对导将小少就局层展属履山工己已市布带席常干平'
    '年并广应府度建开式引张强当形影彻往很律得心必志快思性总情想意感成我或战所手才打技把报拉持指按据接提支收改放政效'
    '教数整文斗料断斯新方族无日时昌明易是更最月有期本术机权条来极构林果查标样根格案次正此步段每比毛民气水求江没油治'
    '法活派流济海消深清温满火点热然照片物特状献率王现理生用由电界疑白百的监目直相省看真眼着督知石矿研确示社离种科秘'
    '积称程究空立第等策算管米类精系素红约级线组细织经结给统维置美群老者而职联聚育能自至般色节花荣落行表被装西要见观'
    '规视角解计认议记许论设证识诉话该说调象贡质贯资走起越路身车转较边达过运近还这进连适选通速造道那部都酸采里重量金'
    '铁长门问间队阶际院除难集需青非面革音须领题风马验高';
comment on function zh_everyday() is 'Characters of which a few hundred articles always hold one: by themselves they are not indexed, only in pairs.';

create function zh_is_word(code integer) returns boolean language sql immutable parallel safe return
    -- the commonest first: nearly all are Han
    code between 12352 and 65039
    or code between 48 and 57
    or code between 97 and 122
    or code between 12293 and 12295
    or code between 181 and 8191
    or code between 11904 and 12287
    or code > 65535;
comment on function zh_is_word(integer) is 'Whether a folded text''s character is part of a word: a letter, a digit, a Han character. By its number, so that no server''s locale has a say in it.';

create function zh_grams(folded text) returns integer[] language sql immutable strict parallel safe cost 1000 return (
    select
        coalesce(array_agg((a << 16) # b) filter (where zh_is_word(a) and zh_is_word(b)), '{}')
        || coalesce(
            array_agg(a) filter (where a > 180 and one <> all (string_to_array(zh_everyday(), null)) and zh_is_word(a)),
            '{}'
        )
    from (
        select one, ascii(one) as a, ascii(two) as b
        from (
            select
                unnest(string_to_array(folded, null)) as one,
                unnest(string_to_array(substr(folded, 2), null)) as two
        ) as pairs
        offset 0  -- else the numbers are made again for every comparison
    ) as codes
);
comment on function zh_grams(text) is 'What a folded text is indexed by: a number for each two neighbouring letters, digits or Han characters, and one for each that is not of every day. Equal text has equal numbers, not the other way round beyond U+FFFF.';

create function site_gram(site text) returns integer language sql immutable strict parallel safe return
    -- no character has a number from D800 to DFFF, so no pair begins with one
    -671088640 + ('x' || left(md5(site), 7))::bit(28)::integer % 134217728;
comment on function site_gram(text) is 'The number of a site among those of pairs of characters.';

create function search_grams(site text, folded text) returns integer[]
language sql immutable strict parallel safe cost 1000 return zh_grams(folded) || site_gram(site);
comment on function search_grams(text, text) is 'All that an article is indexed by: its text''s numbers and its site''s.';

create function zh_query(words text) returns integer[] language sql immutable strict parallel safe return
    array(select distinct gram from unnest(zh_grams(zh_fold(words))) as gram order by gram);
comment on function zh_query(text) is 'The numbers that an article which holds all these words has: select article_id from article_grams where grams @> zh_query(''民主监督 提案''). Of two characters that is exact; longer words may be found in pieces, so add: and folded like ''%民主监督%''.';

-- What is searched ---------------------------------------------------------------------------------------------------

create function search_year(at timestamptz) returns integer language sql immutable parallel safe return
    case
        when at >= '1990-01-01 00:00+08' and at < '2050-01-01 00:00+08'
            then extract(year from at at time zone 'Asia/Shanghai')::integer
        else 0
    end;
comment on function search_year(timestamptz) is 'The year in Shanghai; 0 where there is no day, or none that can be.';

create table search_texts (
    article_id bigint not null references articles on delete cascade,
    year integer not null,
    site text not null,
    published_at timestamptz,
    folded text not null,
    primary key (article_id, year)
) partition by list (year);
comment on table search_texts is 'Every article in the form in which searches compare it. search_articles() reads it; see article_grams for SQL of your own.';
comment on column search_texts.article_id is 'The article.';
comment on column search_texts.year is 'Its partition: see search_year().';
comment on column search_texts.site is 'As in articles.';
comment on column search_texts.published_at is 'As in articles.';
comment on column search_texts.folded is 'Title, a line feed, and body, folded by zh_fold().';

-- The newest ones, whatever they say: what a common word is looked for in.
create index search_texts_newest on search_texts (published_at desc nulls last, article_id desc);

create view article_grams as
select article_id, site, published_at, folded, search_grams(site, folded) as grams
from search_texts;
comment on view article_grams is 'Articles to be found by their words: where grams @> zh_query(''提案''). Made from the text when it is read, but looked up in an index.';

create table search_years (
    year integer primary key,
    part text not null
);
comment on table search_years is 'The partitions of search_texts; made as articles come.';
comment on column search_years.year is 'The year; 0 for articles without a day.';
comment on column search_years.part is 'Name of the partition.';

create function index_search_year(part text) returns void language plpgsql as $$
begin
    -- Not of the whole table: each part's must come off by itself while much is put into it.
    execute format(
        'create index %I on %I using gin (search_grams(site, folded)) with (gin_pending_list_limit = 16384)',
        part || '_grams', part
    );
    -- Whoever asks for pairs gets few rows: nothing that statistics, slow to make from every text, would help with.
    execute format('alter index %I alter column 1 set statistics 0', part || '_grams');
end
$$;
comment on function index_search_year(text) is 'Makes the index of pairs on one partition of search_texts.';

create function add_search_year(added integer) returns void language plpgsql as $$
declare
    name text := 'search_texts_' || case when added > 0 then added::text else 'undated' end;
begin
    -- of two that add the same one, the second waits here for the first
    insert into search_years (year, part) values (added, name) on conflict do nothing;
    if not found then
        return;
    end if;
    execute format('create table %I partition of search_texts for values in (%L)', name, added);
    -- the texts stand apart, so that a search goes through dates and not through texts
    execute format('alter table %I set (toast_tuple_target = 128, parallel_workers = 1)', name);
    execute format('comment on table %I is %L', name, 'A year of search_texts.');
    execute format('comment on column %I.article_id is %L', name, 'The article.');
    execute format('comment on column %I.year is %L', name, 'The same in every row.');
    execute format('comment on column %I.site is %L', name, 'As in articles.');
    execute format('comment on column %I.published_at is %L', name, 'As in articles.');
    execute format('comment on column %I.folded is %L', name, 'Title and body, folded.');
    perform index_search_year(name);
end
$$;
comment on function add_search_year(integer) is 'Makes the partition of search_texts for a year, if there is none.';

select add_search_year(0);

-- What is still to be put there --------------------------------------------------------------------------------------

create table search_queue (
    article_id bigint primary key,
    year integer not null,
    is_new boolean not null
);
comment on table search_queue is 'Articles that came or changed and cannot be found yet: filled by triggers, worked off after every run.';
comment on column search_queue.article_id is 'The article.';
comment on column search_queue.year is 'Where it belongs: see search_year().';
comment on column search_queue.is_new is 'True as long as it is not in search_texts at all.';

-- A year after the other, the newest first.
create index search_queue_year on search_queue (year, article_id);

create function queue_for_search() returns trigger language plpgsql as $$
begin
    insert into search_queue as waiting (article_id, year, is_new)
    values (new.id, search_year(new.published_at), tg_op = 'INSERT')
    on conflict (article_id) do update set year = excluded.year;
    return null;
end
$$;
comment on function queue_for_search() is 'Notes that an article is to be made searchable.';

create trigger queue_new_for_search after insert on articles for each row execute function queue_for_search();

create trigger queue_changed_for_search
after update on articles
for each row
when (
    (old.site, old.title, old.body, old.simplified, old.published_at)
    is distinct from
    (new.site, new.title, new.body, new.simplified, new.published_at)
)
execute function queue_for_search();

insert into search_queue (article_id, year, is_new) select id, search_year(published_at), true from articles;

create function fill_search_year(filled integer) returns bigint language plpgsql
-- An index of pairs is built in pieces of this size, and putting pieces together is what takes longest.
set maintenance_work_mem = '512MB'
as $$
declare
    name text;
    ids bigint[];
    count bigint;
begin
    perform add_search_year(filled);
    select part into strict name from search_years where search_years.year = filled;
    execute format('drop index if exists %I', name || '_grams');
    with taken as (
        delete from search_queue where year = filled and is_new returning article_id
    )
    select array_agg(article_id) into ids from taken;
    -- Another statement, which sees what was committed before the rows of the queue were had.
    insert into search_texts (article_id, year, site, published_at, folded)
    select id, search_year(published_at), site, published_at, zh_fold(coalesce(simplified, title || e'\n' || body))
    from articles
    where id = any (ids);
    get diagnostics count = row_count;
    perform index_search_year(name);
    return count;
end
$$;
comment on function fill_search_year(integer) is 'Makes a year''s new articles searchable all at once: its index comes off before and is built anew after. Searches of the year wait for it. Returns how many.';

-- Searching ----------------------------------------------------------------------------------------------------------

create type search_result as (
    id bigint,
    site text,
    published_at timestamptz,
    title text,
    snippet text,
    rank real
);
comment on type search_result is 'An article that was found.';
comment on column search_result.id is 'Number of the article.';
comment on column search_result.site is 'Its site.';
comment on column search_result.published_at is '发布时间.';
comment on column search_result.title is '标题.';
comment on column search_result.snippet is 'A piece of the text around the first hit, with hits in <b> and </b>.';
comment on column search_result.rank is 'How well it fits: hits in the title count ten times, many in the text little more than some; null where the newest were asked for.';

create function search_terms(query text, out required text[], out excluded text[])
language sql immutable strict parallel safe return (
    select row(
        coalesce(array_agg(distinct term) filter (where sign = ''), '{}'),
        coalesce(array_agg(distinct term) filter (where sign = '-'), '{}')
    )
    from (
        select parts[1] as sign, coalesce(parts[2], parts[3]) as term
        from regexp_matches(zh_fold(query), '(-?)(?:["“”]([^"“”]*)["“”]?|([^\s"“”]+))', 'g') as matches (parts)
    ) as terms
    where term <> ''
);
comment on function search_terms(text) is 'What a query asks for, folded: words, "phrases in quotes", and -words or -"phrases" that must not occur.';

create function search_snippet(title text, body text, words text[]) returns text
language plpgsql immutable strict parallel safe as $$
declare
    before constant integer := 30;
    width constant integer := 100;
    given text;
    compared text;
    cut text;
    first integer;
    start integer;
    word text;
    at integer;
    step integer;
    marked boolean[];
    shown text := '';
    one text;
begin
    foreach given in array array[body, title, body] loop
        -- these alone of common characters fold to several, and places in one text must be places in the other
        compared := zh_fold(translate(given, '…℃㎡㎞㎝㎜㎏', '·······'));
        if length(compared) <> length(given) then
            compared := lower(zh_simplify(given));
        end if;
        select min(nullif(strpos(compared, each), 0)) into first from unnest(words) as each;
        exit when first is not null;
    end loop;
    start := greatest(1, coalesce(first, 1) - before);
    compared := substr(compared, start, width);
    cut := substr(given, start, width);
    marked := array_fill(false, array[length(compared) + 1]);
    foreach word in array words loop
        at := 1;
        loop
            step := strpos(substr(compared, at), word);
            exit when step = 0;
            at := at + step - 1;
            for place in at .. at + length(word) - 1 loop
                marked[place] := true;
            end loop;
            at := at + length(word);
        end loop;
    end loop;
    for place in 1 .. length(compared) loop
        one := substr(cut, place, 1);
        if marked[place] and not coalesce(marked[place - 1], false) then
            shown := shown || '<b>';
        end if;
        shown := shown || case when one = e'\n' then ' ' else one end;
        if marked[place] and not marked[place + 1] then
            shown := shown || '</b>';
        end if;
    end loop;
    return case when start > 1 then '…' else '' end || shown
        || case when start + width <= length(given) then '…' else '' end;
end
$$;
comment on function search_snippet(text, text, text[]) is 'A piece of the body around the first of some folded words, with those in <b> and </b>; of the title if the body has none.';

create function search_rank(folded text, words text[]) returns real language sql immutable strict parallel safe return (
    select sum(
        ln(1 + (length(folded) - length(replace(folded, word, ''))) / length(word))
        + case when strpos(split_part(folded, e'\n', 1), word) > 0 then 10 else 0 end
    )
    from unnest(words) as word
);
comment on function search_rank(text, text[]) is 'How well a folded text fits some words.';

create function search_articles(
    query text,
    site text default null,
    since date default null,
    until date default null,
    order_by text default 'newest',
    max_rows integer default 20
)
returns setof search_result
language plpgsql
stable
-- A plan for any query whatever is a plan for none, and Postgres would take it after a few: each is planned for itself.
set plan_cache_mode = force_custom_plan
set jit = off
as $$
#variable_conflict use_column
declare
    best_of constant integer := 200;
    asked_site constant text := site;
    from_time constant timestamptz := since::timestamp at time zone 'Asia/Shanghai';
    to_time constant timestamptz := (until + 1)::timestamp at time zone 'Asia/Shanghai';
    required text[];
    excluded text[];
    wanted integer[];
    years integer[];
    chunk integer[];
    place integer := 1;
    span integer := 1;
    some_ids bigint[];
    some_ranks real[];
    ids bigint[] := '{}';
    ranks real[] := '{}';
    enough integer := max_rows;
begin
    if order_by not in ('newest', 'best') then
        raise exception 'order_by is newest or best, not %', order_by using errcode = 'invalid_parameter_value';
    end if;
    if order_by = 'best' then
        enough := greatest(max_rows, best_of);
    end if;
    select terms.required, terms.excluded into required, excluded from search_terms(query) as terms;
    if required = '{}' and excluded = '{}' or query is null then
        return;
    end if;
    wanted := zh_query(array_to_string(required, ' '));
    if asked_site is not null then
        wanted := wanted || site_gram(asked_site);
    end if;
    select array_agg(year order by year desc) into years
    from search_years
    where (since is null or year >= extract(year from since)) and (until is null or year <= extract(year from until))
        or year = 0;
    -- First a look at the newest articles, whatever they say: a common word is in enough of them.
    if asked_site is null then
        select array_agg(found.article_id), array_agg(found.rank) into ids, ranks
        from (
            select hit.article_id, case when order_by = 'best' then search_rank(hit.folded, required) end as rank
            from (
                select texts.article_id, texts.folded
                from search_texts as texts
                where texts.year = any (years[1:3])
                    and (from_time is null or texts.published_at >= from_time)
                    and (to_time is null or texts.published_at < to_time)
                order by texts.published_at desc nulls last, texts.article_id desc
                limit greatest(200, 5 * enough)
            ) as hit
            where not exists (select from unnest(required) as word where strpos(hit.folded, word) = 0)
                and not exists (select from unnest(excluded) as word where strpos(hit.folded, word) > 0)
            limit enough
        ) as found;
        if cardinality(ids) >= enough then
            place := cardinality(years) + 1;
        else
            ids := '{}';
            ranks := '{}';
        end if;
    end if;
    -- Then from the newest year on, more at a time the longer too little is found: no word is common any more.
    while place <= cardinality(years) and cardinality(ids) < enough loop
        chunk := years[place : place + span - 1];
        place := place + span;
        span := span * 2;
        select array_agg(found.article_id), array_agg(found.rank) into some_ids, some_ranks
        from (
            select hit.article_id, case when order_by = 'best' then search_rank(hit.folded, required) end as rank
            from (
                select texts.article_id, texts.folded
                from search_texts as texts
                where texts.year = any (chunk)
                    and (wanted = '{}' or search_grams(texts.site, texts.folded) @> wanted)
                    and (asked_site is null or texts.site = asked_site)
                    and (from_time is null or texts.published_at >= from_time)
                    and (to_time is null or texts.published_at < to_time)
                order by texts.published_at desc nulls last, texts.article_id desc
                offset 0
            ) as hit
            -- pairs side by side are not yet a word, so the text itself is asked; of the rows shown alone
            where not exists (select from unnest(required) as word where strpos(hit.folded, word) = 0)
                and not exists (select from unnest(excluded) as word where strpos(hit.folded, word) > 0)
            limit enough - cardinality(ids)
        ) as found;
        ids := ids || some_ids;
        ranks := ranks || some_ranks;
    end loop;
    return query
    select
        articles.id,
        articles.site,
        articles.published_at,
        articles.title,
        search_snippet(articles.title, articles.body, required),
        shown.rank
    from (
        select id, rank, number
        from unnest(ids, ranks) with ordinality as found (id, rank, number)
        order by rank desc nulls last, number
        limit max_rows
    ) as shown
    join articles on articles.id = shown.id
    order by shown.rank desc nulls last, shown.number;
end
$$;
comment on function search_articles(text, text, date, date, text, integer) is 'Articles that hold all the words of a query: select * from search_articles(''提案 "民主监督" -会议'', since => ''2024-01-01''). Quotes hold a phrase together, a minus leaves out. Newest first, or order_by => ''best'': the best of the 200 newest. Traditional and full-width characters find plain ones and the other way round.';
